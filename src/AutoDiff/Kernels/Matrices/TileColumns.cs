namespace AutoDiff.Kernels.Matrices;

// Which of its two registers of columns a tile uses: types instead of values, so that the JIT drops what is not used.

/// <summary>Both registers, whole.</summary>
internal readonly struct TwoWhole;

/// <summary>The first register whole, the second in part.</summary>
internal readonly struct OneAndPart;

/// <summary>The first register alone, in part.</summary>
internal readonly struct Part;
