@echo off
rem Drop a filled-in table on me.
setlocal
set "FILE=%~f1"
if not "%~1"=="" goto run
chcp 65001 >nul
type "%~dp0..\say\no-table.txt"
pause
exit
:run
call "%~dp0..\run.bat" import
rem Explorer does not quote a name with an ampersand: without exit the rest of it would be run as a command.
exit
