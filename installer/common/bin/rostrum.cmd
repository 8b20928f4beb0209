@echo off
rem Starts Rostrum from the folder this file lies in. Options for the JVM: ROSTRUM_JAVA_OPTS.
setlocal enabledelayedexpansion
for %%I in ("%~dp0..") do set "HOME_DIR=%%~fI"
set "JAVA=java"
if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%HOME_DIR%\runtime\bin\java.exe" set "JAVA=%HOME_DIR%\runtime\bin\java.exe"
set "MODULES="
for %%J in ("%HOME_DIR%\lib\javafx-*.jar") do (
  if defined MODULES (set "MODULES=!MODULES!;%%~fJ") else (set "MODULES=%%~fJ")
)
"%JAVA%" --module-path "%MODULES%" --add-modules javafx.controls,javafx.fxml ^
  -XX:-HeapDumpOnOutOfMemoryError -XX:+ExitOnOutOfMemoryError ^
  -Dfile.encoding=UTF-8 "-Drostrum.native=%HOME_DIR%\lib\native" ^
  %ROSTRUM_JAVA_OPTS% -cp "%HOME_DIR%\lib\*" dev.rostrum.app.Main %*
exit /b %ERRORLEVEL%
