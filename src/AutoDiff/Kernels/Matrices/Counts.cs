using System.Runtime.InteropServices;

namespace AutoDiff.Kernels.Matrices;

// A number as a type: the JIT compiles a kernel anew for each struct type argument, so a kernel whose row count is a type
// has that count folded in, its unused accumulators gone and the others in registers. The number is the size of the type,
// because the JIT folds a size before it reads the branch that depends on it; a constant property it would have to inline
// first, together with all the dead code behind it, which takes several times as long.

[StructLayout(LayoutKind.Sequential, Size = 1)]
internal readonly struct Count1;

[StructLayout(LayoutKind.Sequential, Size = 2)]
internal readonly struct Count2;

[StructLayout(LayoutKind.Sequential, Size = 3)]
internal readonly struct Count3;

[StructLayout(LayoutKind.Sequential, Size = 4)]
internal readonly struct Count4;

[StructLayout(LayoutKind.Sequential, Size = 5)]
internal readonly struct Count5;

[StructLayout(LayoutKind.Sequential, Size = 6)]
internal readonly struct Count6;

[StructLayout(LayoutKind.Sequential, Size = 7)]
internal readonly struct Count7;

[StructLayout(LayoutKind.Sequential, Size = 8)]
internal readonly struct Count8;

[StructLayout(LayoutKind.Sequential, Size = 9)]
internal readonly struct Count9;

[StructLayout(LayoutKind.Sequential, Size = 10)]
internal readonly struct Count10;

[StructLayout(LayoutKind.Sequential, Size = 11)]
internal readonly struct Count11;

[StructLayout(LayoutKind.Sequential, Size = 12)]
internal readonly struct Count12;

[StructLayout(LayoutKind.Sequential, Size = 13)]
internal readonly struct Count13;

[StructLayout(LayoutKind.Sequential, Size = 14)]
internal readonly struct Count14;
