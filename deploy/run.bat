@echo off
rem Run one command of the program: run.bat COMMAND. The files in desk\ call me; FILE, where it is set, is a table.
rem Nothing here may be anything but ASCII: cmd.exe reads it in whatever code page the window has.
rem There are no blocks in round brackets: a bracket in the name of a folder would end them.
chcp 65001 >nul
set "PYTHONUTF8=1"
set "NO_MKDOCS_2_WARNING=1"
set "SAY=%~dp0say"
rem pushd, not cd: it also works on a folder of another machine.
pushd "%~dp0.." || goto nofolder
rem .venv\ready is a copy of the lock that was installed; whatever was cut off, or is older, is installed again.
fc /b requirements.txt .venv\ready >nul 2>nul && goto run
type "%SAY%\first-time.txt"
if exist ".venv\Scripts\python.exe" goto install
py -3 -m venv .venv 2>nul || python -m venv .venv 2>nul || goto nopython
:install
".venv\Scripts\python.exe" -c "import sys; sys.exit(sys.version_info < (3, 11))" || goto nopython
".venv\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt || goto nonetwork
copy /y requirements.txt .venv\ready >nul
:run
if defined FILE goto import
".venv\Scripts\python.exe" -m generator %1
goto end
:import
".venv\Scripts\python.exe" -m generator %1 "%FILE%"
goto end
:nopython
if exist .venv rmdir /s /q .venv
type "%SAY%\no-python.txt"
goto end
:nonetwork
type "%SAY%\no-network.txt"
goto end
:nofolder
type "%SAY%\no-folder.txt"
:end
pause
