; Inno Setup 6.3 or newer makes the installer for Windows from the folder. build_installer.py gives Version, Folder and Icon.

[Setup]
AppId={{6B0E6A55-7D5C-4E0B-9B0E-3F7C2A9D5E41}
AppName=孵化器工作台 Incubator Desk
AppVersion={#Version}
AppPublisher=The Incubator Desk maintainers
DefaultDirName={autopf}\Incubator Desk
DefaultGroupName=孵化器工作台
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
OutputBaseFilename=incubator-desk-{#Version}-setup
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\IncubatorDesk.exe
Compression=lzma2
SolidCompression=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
#if FileExists(CompilerPath + "Languages\ChineseSimplified.isl")
Name: "zh"; MessagesFile: "compiler:Languages\ChineseSimplified.isl"
#endif

[InstallDelete]
; What an older version brought must not lie beside the new.
Type: filesandordirs; Name: "{app}\lib"

[Files]
Source: "{#Folder}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\孵化器工作台"; Filename: "{app}\IncubatorDesk.exe"
Name: "{autodesktop}\孵化器工作台"; Filename: "{app}\IncubatorDesk.exe"; Tasks: desktop

[Tasks]
Name: desktop; Description: "{cm:CreateDesktopIcon}"
