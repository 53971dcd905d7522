@echo off
rem Double-click me.
setlocal
set "FILE="
call "%~dp0..\run.bat" submit
