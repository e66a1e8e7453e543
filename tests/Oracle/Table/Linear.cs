using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Oracle;

internal static partial class Table<T>
{
    // Where a decomposition leaves signs open, what is compared does not depend on them.
    private static IEnumerable<Case<T>> Linear =>
    [
        Row(x => Ops.Affine(x[0], x[1], x[2]), "F.linear(a, b.T, c)", [In(3, 4), In(4, 5), In(5)]),
        Row(x => Ops.Affine(x[0], x[1], x[2]), "torch.addmm(c, a, b)", [In(3, 4), In(4, 5), In(3, 5)]),
        Row(x => Ops.Affine(x[0], x[1], x[2]), "a @ b + c", [In(2, 3, 4), In(4, 5), In(3, 1)]),
        Row(x => Ops.MatMul(x[0], x[1]), "torch.matmul(a, b)", [In(3, 4), In(4, 5)]),
        Row(x => Ops.MatMul(x[0], x[1]), "torch.matmul(a, b)", [In(19, 33), In(33, 17)]),
        Row(x => Ops.MatMul(x[0], x[1]), "torch.matmul(a, b)", [In(2, 3, 4), In(2, 4, 5)]),
        Row(x => Ops.MatMul(x[0], x[1]), "torch.matmul(a, b)", [In(2, 1, 3, 4), In(3, 4, 2)]),
        Row(x => Ops.MatMul(x[0], x[1]), "torch.matmul(a, b)", [In(4), In(4)]),
        Row(x => Ops.MatMul(x[0], x[1]), "torch.matmul(a, b)", [In(3, 4), In(4)]),
        Row(x => Ops.MatMul(x[0], x[1]), "torch.matmul(a, b)", [In(4), In(2, 4, 3)]),
        Row(x => Ops.MatMul(x[0], x[1], transposeA: true), "torch.matmul(a.mT, b)", [In(4, 3), In(4, 5)]),
        Row(x => Ops.MatMul(x[0], x[1], transposeB: true), "torch.matmul(a, b.mT)", [In(2, 3, 4), In(5, 4)]),
        Row(x => Ops.MatMul(x[0], x[1], true, true), "torch.matmul(a.mT, b.mT)", [In(4, 3), In(5, 4)]),
        Row(x => Ops.Outer(x[0], x[1]), "torch.outer(a, b)", [In(3), In(4)]),
        Row(x => Ops.Outer(x[0], x[1]), "a[..., None] * b[..., None, :]", [In(2, 3), In(2, 4)]),
        .. Einsum("ij,jk->ik", [3, 4], [4, 5]),
        .. Einsum("bij,bjk->bik", [2, 3, 4], [2, 4, 2]),
        .. Einsum("bij,bkj->bik", [2, 3, 4], [2, 5, 4]),
        .. Einsum("...ij,...jk->...ik", [2, 3, 4], [4, 2]),
        .. Einsum("ij,ij->", [3, 4], [3, 4]),
        .. Einsum("i,j->ij", [3], [4]),
        .. Einsum("ij->ji", [3, 4]),
        .. Einsum("ii->i", [3, 3]),
        .. Einsum("ii", [4, 4]),
        .. Einsum("ijk->j", [2, 3, 4]),
        .. Einsum("ij,jk,kl->il", [2, 3], [3, 4], [4, 2]),
        .. Einsum("ijk,jl,kl->il", [2, 3, 4], [3, 2], [4, 2]),
        .. Square(x => Ops.Cholesky(Definite(x)), "torch.linalg.cholesky(definite(a))", "Ops.Cholesky"),
        .. Square(x => Ops.Cofactor(Spread(x)), "torch.linalg.det(spread(a))[..., None, None] * torch.linalg.inv(spread(a)).mT", "Ops.Cofactor"),
        .. Square(x => Ops.Determinant(Spread(x)), "torch.linalg.det(spread(a))", "Ops.Determinant"),
        .. Square(x => Ops.Inverse(Spread(x)), "torch.linalg.inv(spread(a))", "Ops.Inverse"),
        .. Square(x => Ops.LogDeterminant(Spread(x)).LogAbs, "torch.linalg.slogdet(spread(a)).logabsdet", "Ops.LogDeterminant"),
        .. Square(x => Ops.LogDeterminant(-x).Sign, "torch.linalg.slogdet(-a).sign", "Ops.LogDeterminant"),
        .. Square(Ops.MatrixExponential, "torch.matrix_exp(a)", "Ops.MatrixExponential"),
        .. Square(x => Ops.SymmetricEigen(Symmetric(Spread(x))).Values, "torch.linalg.eigh(symmetric(spread(a))).eigenvalues", "Ops.SymmetricEigen"),
        .. Square(x => Ops.Square(Ops.SymmetricEigen(Symmetric(Spread(x))).Vectors), "torch.linalg.eigh(symmetric(spread(a))).eigenvectors ** 2", "Ops.SymmetricEigen"),
        .. Matrices.SelectMany(matrix => (Case<T>[])
        [
            Row(x => Ops.Svd(Spread(x[0])).S, "torch.linalg.svdvals(spread(a))", [matrix]),
            Row(x => Singular(Ops.Svd(Spread(x[0]))), "singular(torch.linalg.svd(spread(a), full_matrices=False))", [matrix]),
            Row(x => Reduced(Ops.Qr(Spread(x[0]))), "reduced(torch.linalg.qr(spread(a)))", [matrix]),
            Row(x => Ops.LeastSquares(Spread(x[0]), Ops.Slice(x[0], -1, ..2)), "torch.linalg.lstsq(spread(a), a[..., :2]).solution", [matrix]),
        ]),
        Row(x => Ops.Solve(Spread(x[0]), x[1]), "torch.linalg.solve(spread(a), b)", [In([3, 3], -1, 1), In(3)]),
        Row(x => Ops.Solve(Spread(x[0]), x[1]), "torch.linalg.solve(spread(a), b)", [In([4, 4], -1, 1), In(4, 2)]),
        Row(x => Ops.Solve(Spread(x[0]), x[1]), "torch.linalg.solve(spread(a), b)", [In([2, 3, 3], -1, 1), In(2, 3, 2)]),
        .. from lower in (bool[])[false, true]
           from transpose in (bool[])[false, true]
           from unit in (bool[])[false, true]
           from right in (bool[])[false, true]
           let factor = transpose ? "spread(a).mT" : "spread(a)"
           let asked = $"torch.linalg.solve_triangular({factor}, b, upper={Python(lower == transpose)}, left={Python(!right)}, unitriangular={Python(unit)})"
           select Row(x => Ops.TriangularSolve(Spread(x[0]), x[1], lower, transpose, unit, right), asked, [In([3, 3], -1, 1), right ? In(2, 3) : In(3, 2)]),
        Row(x => Ops.TriangularSolve(Spread(x[0]), x[1], lower: true), "torch.linalg.solve_triangular(spread(a), b, upper=False)", [In([2, 4, 4], -1, 1), In(2, 4, 3)]),
    ];

    private static IEnumerable<WorkedInput> Matrices => [In([3, 3], -1, 1), In([4, 2], -1, 1), In([2, 3], -1, 1), In([2, 4, 3], -1, 1)];

    private static IEnumerable<Case<T>> Square(System.Func<Variable<T>, Variable<T>> function, string expression, string call) =>
        ((WorkedInput[])[In([1, 1], -1, 1), In([3, 3], -1, 1), In([4, 4], -1, 1), In([2, 3, 3], -1, 1)]).Select(input => Row(x => function(x[0]), expression, [input], call));

    private static IEnumerable<Case<T>> Einsum(string equation, params int[][] lengths) =>
        [Row(x => Ops.Einsum(equation, x), $"torch.einsum('{equation}', {string.Join(", ", "abc"[..lengths.Length].ToCharArray())})", [.. lengths.Select(shape => In(shape))])];

    private static string Python(bool value) => value ? "True" : "False";
}
