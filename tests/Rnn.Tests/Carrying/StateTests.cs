using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Rnn;
using Xunit;

namespace AutoDiff.Tests.Rnn.Carrying;

public sealed class StateTests : IDisposable
{
    private readonly Tape<double> _tape = new();

    public void Dispose() => _tape.Dispose();

    [Fact]
    public void A_detached_state_has_the_numbers_and_no_gradient()
    {
        Variable<double> x = _tape.Variable([1, 2, 3, 4], new Shape(2, 2));
        LstmState<double> state = new(x * x, x * 3), detached = States.DetachState<double, LstmState<double>>(state);
        Assert.Equal(state.Hidden.ToArray(), detached.Hidden.ToArray());
        Assert.Equal(state.Cell.ToArray(), detached.Cell.ToArray());
        Assert.True(state.Hidden.IsActive && state.Cell.IsActive);
        Assert.False(detached.Hidden.IsActive || detached.Cell.IsActive);
    }

    [Fact]
    public void Rows_are_selected_in_order_and_gradients_add_up_in_the_row()
    {
        Variable<double> x = _tape.Variable([1, 2, 3, 4, 5, 6], new Shape(3, 2));
        HiddenState<double> selected = States.SelectRows<double, HiddenState<double>>(new HiddenState<double>(x), [2, 0, 2]);
        Assert.Equal([5, 6, 1, 2, 5, 6], selected.Hidden.ToArray());
        Assert.Equal([1, 1, 0, 0, 2, 2], _tape.Gradient(Ops.Sum(selected.Hidden), x).ToArray());
        Assert.Throws<ArgumentException>(() => States.SelectRows<double, HiddenState<double>>(new HiddenState<double>(x), [3]));
    }

    [Fact]
    public void A_carried_state_crosses_tapes_bit_by_bit_as_a_constant()
    {
        StackState<double, LstmState<double>> state = Stack(3);
        CarriedState<double, StackState<double, LstmState<double>>> carried = new();
        Assert.True(carried.IsEmpty);
        Assert.Equal(0, carried.PartCount);
        carried.Save(state);
        double[][] saved = [.. Enumerable.Range(0, 6).Select(part => state[part].ToArray())];
        _tape.Reset();
        StackState<double, LstmState<double>> restored = carried.Restore(_tape);
        Assert.Equal((false, 6, 3), (carried.IsEmpty, carried.PartCount, restored.LayerCount));
        for (int part = 0; part < 6; part++)
        {
            Assert.Equal(saved[part], restored[part].ToArray());
            Assert.False(restored[part].IsActive);
        }

        CarriedState<double, StackState<double, LstmState<double>>> copy = new(), loaded = new();
        copy.CopyFrom(carried);
        loaded.Load([.. carried.Parts().Select(part => (part.Shape, part.Values.ToArray()))]);
        carried.Clear();
        Assert.Empty(carried.Parts());
        Assert.Equal(saved[5], copy.Restore(_tape)[5].ToArray());
        Assert.Equal(saved[4], loaded.Restore(_tape)[4].ToArray());
        copy.CopyFrom(carried);
        loaded.Load([]);
        Assert.True(copy.IsEmpty && loaded.IsEmpty);
    }

    [Fact]
    public void A_carrier_takes_states_of_other_sizes_after_each_other()
    {
        CarriedState<double, StackState<double, LstmState<double>>> carried = new(), copy = new();
        foreach (int layers in (int[])[2, 1, 3])
        {
            carried.Save(Stack(layers));
            copy.CopyFrom(carried);
            Assert.Equal(layers, copy.Restore(_tape).LayerCount);
        }
    }

    [Fact]
    public void A_stack_of_the_most_layers_works_and_more_are_refused()
    {
        StackState<double, LstmState<double>> most = Stack(StackState<double, LstmState<double>>.MaxLayers);
        Assert.Equal(32, most.PartCount);
        StackState<double, LstmState<double>> detached = States.DetachState<double, StackState<double, LstmState<double>>>(most);
        Assert.Equal(most.Layer(15).Cell.ToArray(), detached.Layer(15).Cell.ToArray());
        Refused<ArgumentException>(() => Stack(17), "StackState", "17 layers", "1 to 16");
        Refused<ArgumentException>(() => Stack(0), "StackState", "0 layers");
    }

    [Fact]
    public void Parts_and_layers_that_are_not_there_are_refused()
    {
        StackState<double, LstmState<double>> stack = Stack(2);
        Refused<ArgumentOutOfRangeException>(() => stack.Layer(2), "layer");
        Refused<ArgumentOutOfRangeException>(() => stack.Layer(-1), "layer");
        Refused<ArgumentOutOfRangeException>(() => stack.SetLayer(2, stack.Layer(0)), "layer");
        Refused<ArgumentOutOfRangeException>(() => stack[4], "StackState", "no part 4", "has 4");
        Refused<ArgumentOutOfRangeException>(() => stack[-1], "no part -1");
        Refused<ArgumentOutOfRangeException>(() => stack.Layer(0)[2], "LstmState", "no part 2", "has 2");
        Refused<ArgumentOutOfRangeException>(() => new HiddenState<double>(_tape.Variable(1))[1], "HiddenState", "no part 1", "has 1");
    }

    [Fact]
    public void A_state_is_made_of_as_many_parts_as_it_has()
    {
        Variable<double>[] parts = [.. Enumerable.Range(0, 3).Select(_ => _tape.Variable([1], new Shape(1, 1)))];
        Refused<ArgumentException>(() => LstmState<double>.FromParts(parts), "LstmState", "3 variables", "need 2");
        Refused<ArgumentException>(() => LstmState<double>.FromParts(parts.AsSpan(0, 1)), "1 variables");
        Refused<ArgumentException>(() => HiddenState<double>.FromParts(parts.AsSpan(0, 2)), "HiddenState", "2 variables", "need 1");
        Refused<ArgumentException>(() => HiddenState<double>.FromParts([]), "0 variables");
        Refused<ArgumentException>(() => StackState<double, LstmState<double>>.FromParts(parts), "StackState", "3 variables", "2 for each layer");
        Refused<ArgumentException>(() => StackState<double, LstmState<double>>.FromParts([]), "StackState", "0 layers");
        Refused<ArgumentException>(() => new StackState<double, StackState<double, LstmState<double>>>(1), "StackState", "0 parts", "one stack");
        Refused<ArgumentException>(() => StackState<double, StackState<double, LstmState<double>>>.FromParts(parts), "StackState", "0 parts");
        CarriedState<double, LstmState<double>> carried = new();
        carried.Load([(new Shape(1, 1), [1.0])]);
        Refused<ArgumentException>(() => carried.Restore(_tape), "LstmState", "1 variables");
    }

    [Fact]
    public void Carriers_refuse_what_does_not_fit()
    {
        CarriedState<double, HiddenState<double>> carried = new();
        Refused<InvalidOperationException>(() => carried.Restore(_tape), "CarriedState.Restore", "nothing is carried");
        Refused<ArgumentException>(() => carried.Load([(new Shape(2, 3), new double[5])]), "CarriedState.Load", "[2, 3]", "6 elements", "5 values");
        Assert.True(carried.IsEmpty);
        carried.Load([(new Shape(2, 3), new double[6])]);
        Refused<ArgumentException>(() => carried.ResetRows([true]), "ResetRows", "1 flags", "[2, 3]");
        Refused<ArgumentException>(() => carried.Load([(new Shape(2, 3), new double[7])]), "7 values");
        Assert.Equal(1, carried.PartCount);
        _tape.Reset();
        HiddenState<double> state = new(_tape.Constant(1));
        carried.Save(state);
        Refused<ArgumentException>(() => carried.ResetRows([]), "ResetRows", "0 flags");
        _tape.Reset();
        Refused<TapeException>(() => carried.Save(state), "reset");
    }

    [Fact]
    public void Flags_must_fit_the_rows_even_where_none_is_set()
    {
        HiddenState<double> state = new(_tape.Constant([1, 2], new Shape(2, 1)));
        Refused<ArgumentException>(() => States.ResetRows<double, HiddenState<double>>(state, [true, false, false]), "ResetRows", "3 flags", "[2, 1]");
        Refused<ArgumentException>(() => States.ResetRows<double, HiddenState<double>>(state, [false, false, false]), "ResetRows", "3 flags");
        Refused<ArgumentException>(() => States.ResetRows<double, HiddenState<double>>(new HiddenState<double>(_tape.Constant(1)), [true]), "1 flags");
        Assert.Equal(state, States.ResetRows<double, HiddenState<double>>(state, [false, false]));
    }

    private StackState<double, LstmState<double>> Stack(int layers)
    {
        StackState<double, LstmState<double>> state = new(layers);
        for (int layer = 0; layer < layers; layer++)
            state.SetLayer(layer, new LstmState<double>(_tape.Variable([layer, 1, 2, 3], new Shape(2, 2)), _tape.Variable([layer, 5, 6, 7], new Shape(2, 2))));
        return state;
    }

    private static void Refused<TError>(Func<object> action, params string[] words)
        where TError : Exception => Refused<TError>(() => { action(); }, words);

    private static void Refused<TError>(Action action, params IEnumerable<string> words)
        where TError : Exception
    {
        TError error = Assert.Throws<TError>(action);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }
}
