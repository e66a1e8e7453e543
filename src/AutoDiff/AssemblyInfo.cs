using System.Runtime.CompilerServices;

// Locals are always assigned before they are read; clearing stack space for them would cost small operations dearly.
[module: SkipLocalsInit]
