using System;
using System.Linq;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Ops;

// How an equation is computed; what it gives is judged by the worked cases that stand with MatMul.
public sealed class EinsumTests
{
    [Theory]
    [InlineData("bij,bjk->bik", new[] { 2, 3, 4 }, new[] { 2, 4, 5 })]
    [InlineData("bji,bkj->bik", new[] { 2, 4, 3 }, new[] { 2, 5, 4 })]
    [InlineData("ij,kj->ik", new[] { 3, 4 }, new[] { 5, 4 })]
    [InlineData("ji,kj->ki", new[] { 4, 3 }, new[] { 5, 4 })]
    [InlineData("i,i->", new[] { 4 }, new[] { 4 }, 3)]
    public void A_product_of_matrices_is_one_operation(string equation, int[] a, int[] b, int views = 0)
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Fill(1, new Shape(a)), y = tape.Fill(1, new Shape(b));
        int before = tape.Counters.Nodes;
        Einsum(equation, x, y);
        Assert.Equal(1 + views, tape.Counters.Nodes - before);
    }

    [Fact]
    public void Nothing_to_do_is_the_operand_itself()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Fill(1, new Shape(2, 3));
        Assert.Equal(x, Einsum("ij", x));
        Assert.Equal(x, Einsum("...", x));
    }

    // Products of matrices with the vector at the end: nothing is larger than a vector. Both ways to find the order see it.
    [Theory]
    [InlineData("ab,bc,c->a", 3)]
    [InlineData("ab,bc,cd,de,ef,fg,gh,hi,ij,j->a", 10)]
    public void The_order_keeps_intermediate_arrays_small(string equation, int operands)
    {
        const int Length = 20;
        using Tape<double> tape = new();
        Variable<double> matrix = tape.Fill(0.05, new Shape(Length, Length)), vector = tape.Fill(1, new Shape(Length));
        int before = tape.Count;
        Variable<double> y = Einsum(equation, [.. Enumerable.Repeat(matrix, operands - 1), vector]);
        Assert.All(y.ToArray(), element => Assert.Equal(1, element, 1e-14));
        Assert.All(Enumerable.Range(before, tape.Count - before), entry => Assert.True(tape.EntryAt(entry).Shape.Count <= Length));
    }

    [Fact]
    public void An_equation_that_grows_too_many_axes_leaves_no_trace()
    {
        using Tape<double> tape = new();
        Variable<double> x = tape.Fill(1, new Shape(1, 1, 1, 1, 1));
        TapeCounters before = tape.Counters;
        Assert.Throws<ArgumentException>(() => Einsum("abcde,fghij->abcdefghi", x, x));
        Assert.Equal(before, tape.Counters);
    }
}
