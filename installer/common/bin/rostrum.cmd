@echo off
rem Starts Rostrum from the folder this file lies in. Options for the JVM: ROSTRUM_JAVA_OPTS.
rem Delayed expansion stays off, also where the caller switched it on: with it an argument loses each exclamation mark, and
rem a name between two of them becomes the value of that variable. Programs are started by their full path only.
setlocal EnableExtensions DisableDelayedExpansion
for %%I in ("%~dp0..") do set "HOME_DIR=%%~fI"

set "JAVA="
if exist "%HOME_DIR%\runtime\bin\java.exe" set "JAVA=%HOME_DIR%\runtime\bin\java.exe"
if not defined JAVA if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
if not defined JAVA for %%J in (java.exe) do set "JAVA=%%~$PATH:J"
if not defined JAVA echo rostrum: no Java found. Install a Java 17 or newer runtime, or set JAVA_HOME. 1>&2
if not defined JAVA exit /b 1

rem A crash of the JVM is written into the folder of the log, since it holds the command line and pieces of memory.
rem --data-dir is not looked at here: whoever reads single arguments in a batch file reads them as commands.
set "DATA=%ROSTRUM_HOME%"
if not defined DATA if defined LOCALAPPDATA set "DATA=%LOCALAPPDATA%\Rostrum"
set "CRASH=NUL"
if defined DATA if not exist "%DATA%\logs\" mkdir "%DATA%\logs" 2>nul
if defined DATA if exist "%DATA%\logs\" set "CRASH=%DATA%\logs\hs_err_%%p.log"

rem Made by the command class-data. Java looks itself whether it fits, goes without it where it does not, and has nothing to say.
set "CLASSES="
if exist "%HOME_DIR%\class-data\window.jsa" set CLASSES=-Xshare:auto "-XX:SharedArchiveFile=%HOME_DIR%\class-data\window.jsa" -Xlog:disable

"%JAVA%" %CLASSES% -Xms48m -Xmn16m --module-path "%HOME_DIR%\lib\javafx" --add-modules javafx.controls,javafx.fxml ^
  --enable-native-access=ALL-UNNAMED,javafx.graphics ^
  -XX:-HeapDumpOnOutOfMemoryError -XX:+CrashOnOutOfMemoryError -XX:-CreateCoredumpOnCrash ^
  "-XX:ErrorFile=%CRASH%" -XX:+DisplayVMOutputToStderr ^
  -Dfile.encoding=UTF-8 "-Drostrum.native=%HOME_DIR%\lib\native" ^
  %ROSTRUM_JAVA_OPTS% -cp "%HOME_DIR%\lib\*" dev.rostrum.app.Main %*
exit /b %ERRORLEVEL%
