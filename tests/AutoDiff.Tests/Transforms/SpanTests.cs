using System;
using System.Linq;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Transforms;

// Derivatives into the caller's memory: the same as in memory of their own, and nothing is allocated for them.
public sealed class SpanTests : IDisposable
{
    private readonly Tape<double> _tape = new();
    private readonly Variable<double>[] _wrt = new Variable<double>[2], _tangents = new Variable<double>[2], _results = new Variable<double>[2];
    private Variable<double> _loss;

    public void Dispose() => _tape.Dispose();

    [Fact]
    public void GiveWhatArraysGive()
    {
        Record();
        _tape.Gradient(_loss, _wrt, _results);
        Same(_tape.Gradient(_loss, _wrt));
        _tape.Vjp([_loss], [_tape.Constant(3)], _wrt, _results);
        Same(_tape.Vjp([_loss], [_tape.Constant(3)], _wrt));
        _tape.Jvp([_loss, _wrt[0]], _wrt, _tangents, _results);
        Same(_tape.Jvp([_loss, _wrt[0]], _wrt, _tangents));
        _tape.Hvp(_loss, _wrt, _tangents, _results);
        Same(_tape.Hvp(_loss, _wrt, _tangents));
        _tape.Hvp(_loss, _wrt, _tangents, _results, record: true);
        Same(_tape.Hvp(_loss, _wrt, _tangents));
    }

    [Fact]
    public void ProductsMayTakeThePlaceOfTheirRoots()
    {
        Record();
        Variable<double>[] roots = [_wrt[1] * _wrt[1], Exp(_wrt[0])], expected = _tape.Jvp(roots, _wrt, _tangents);
        _tape.Jvp(roots, _wrt, _tangents, roots);
        Assert.Equal(expected.SelectMany(one => one.ToArray()), roots.SelectMany(one => one.ToArray()));
    }

    [Fact]
    public void AllocateNothing()
    {
        Assert.Equal(0, Least(() => _tape.Gradient(_loss, _wrt, _results)));
        Assert.Equal(0, Least(() => _tape.Gradient(_loss, _wrt, _results, record: true)));
        Assert.Equal(0, Least(() => _tape.Vjp([_loss], [_tape.Constant(3)], _wrt, _results)));
        Assert.Equal(0, Least(() => _tape.Jvp([_loss], _wrt, _tangents, _results.AsSpan(0, 1))));
        Assert.Equal(0, Least(() => _tape.Hvp(_loss, _wrt, _tangents, _results)));
        Assert.Equal(0, Least(() => _tape.Gradient(_loss, _wrt[0])));
        Assert.Equal(0, Least(() => _tape.Jvp(_loss, _wrt[0], _tangents[0])));
        Assert.Equal(0, Least(() => _tape.Hvp(_loss, _wrt[0], _tangents[0])));
    }

    [Fact]
    public void RefuseAnotherNumberOfPlaces()
    {
        Record();
        Assert.Equal("Gradient: 2 nodes but 1 gradients; need one of each.", Assert.Throws<ArgumentException>(() => _tape.Gradient(_loss, _wrt, _results.AsSpan(0, 1))).Message);
        Assert.Equal(
            "Vjp: 2 nodes but 0 products; need one of each.",
            Assert.Throws<ArgumentException>(() => _tape.Vjp([_loss], [_loss], _wrt, new Span<Variable<double>>())).Message);
        Assert.Equal("Jvp: 1 roots but 2 products; need one of each.", Assert.Throws<ArgumentException>(() => _tape.Jvp([_loss], _wrt, _tangents, _results)).Message);
        Assert.Equal(
            "Hvp: 2 nodes but 1 parts of the product; need one of each.",
            Assert.Throws<ArgumentException>(() => _tape.Hvp(_loss, _wrt, _tangents, _results.AsSpan(0, 1))).Message);
    }

    private void Record()
    {
        _tape.Reset();
        _wrt[0] = _tape.Variable([0.3, -0.2, 0.5], new Shape(3));
        _wrt[1] = _tape.Variable([1.5, 0.1, -0.7], new Shape(3));
        _tangents[0] = _tape.Constant([1, 2, -1], new Shape(3));
        _tangents[1] = _tape.Constant([0.5, -1, 3], new Shape(3));
        _loss = Sum(Tanh(_wrt[0] * _wrt[1]) * Exp(_wrt[1]));
    }

    private void Same(Variable<double>[] expected) => Assert.Equal(expected.SelectMany(one => one.ToArray()), _results.SelectMany(one => one.ToArray()));

    private long Least(Action derivative) => Allocated.Least(() =>
    {
        Record();
        derivative();
    });
}
