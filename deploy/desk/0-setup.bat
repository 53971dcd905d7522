@echo off
rem Double-click me. chcp 65001 >nul
set PYTHONUTF8=1
set NO_MKDOCS_2_WARNING=1
cd /d "%~dp0..\.."
if not exist .venv\Scripts\python.exe (
  py -3 -m venv .venv || python -m venv .venv
  .venv\Scripts\python.exe -m pip install --quiet --require-hashes -r requirements.txt
)
.venv\Scripts\python.exe -m generator setup
pause
