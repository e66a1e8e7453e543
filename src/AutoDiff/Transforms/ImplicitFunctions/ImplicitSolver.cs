namespace AutoDiff;

/// <summary>How implicit differentiation solves its linear systems.</summary>
public enum ImplicitSolver
{
    /// <summary>By the whole Jacobian for up to 256 unknowns, else by products with it.</summary>
    Automatic,

    /// <summary>By the whole Jacobian, decomposed once: <c>n²</c> numbers and <c>n³/3</c> multiplications for <c>n</c> unknowns.</summary>
    Dense,

    /// <summary>By products with the Jacobian or its transpose alone, through GMRES: no matrix, a few products for each solution.</summary>
    Iterative,
}
