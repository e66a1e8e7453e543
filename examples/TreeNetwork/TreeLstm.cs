using System.Collections.Generic;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.TreeNetwork;

/// <summary>
/// A binary tree-LSTM over formulas: the state of a node is computed from its symbol and the states of its two children, by C# that calls itself. No
/// two trees need have the same shape; the tape records the calls that were made.
/// </summary>
public sealed class TreeLstm : IModule<float>
{
    private readonly int _modulus;
    private readonly NaryTreeLstmCell<float> _cell;
    private readonly Linear<float> _output;

    /// <summary>Makes a network.</summary>
    /// <param name="modulus">How many digits and values there are.</param>
    /// <param name="hidden">Features of a state.</param>
    /// <param name="random">Where the weights come from.</param>
    public TreeLstm(int modulus, int hidden, RandomStream random)
    {
        _modulus = modulus;
        _cell = new NaryTreeLstmCell<float>(modulus + Formula.Signs.Length, hidden, childCount: 2, random, name: "cell");

        // A symbol looks up its row: rows begin as embeddings do.
        Initializers.Normal(_cell.InputWeights, 0, 1, random);
        _output = new Linear<float>(hidden, modulus, random, name: "output");
        Parameters = [.. _cell.Parameters, .. _output.Parameters];
    }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter<float>> Parameters { get; }

    /// <summary>Reads formulas.</summary>
    /// <param name="tape">Where to.</param>
    /// <param name="formulas">The formulas.</param>
    /// <returns>What the network makes of each of their nodes, children before parents.</returns>
    public Reading Read(Tape<float> tape, IEnumerable<Formula> formulas)
    {
        List<Variable<float>> states = [];
        List<Formula> nodes = [];
        List<int> roots = [];
        foreach (Formula formula in formulas)
        {
            Read(tape, formula, states, nodes);
            roots.Add(nodes.Count - 1);
        }

        return new Reading(_output.Forward(Concatenate(0, [.. states])), nodes, roots);
    }

    // The recursion. A symbol is a digit, or a sign behind the digits.
    private LstmState<float> Read(Tape<float> tape, Formula formula, List<Variable<float>> states, List<Formula> nodes)
    {
        LstmState<float> state = formula is Operation operation
            ? _cell.Join(_cell.ProjectOneHot(tape, [_modulus + operation.Sign]), Read(tape, operation.Left, states, nodes), Read(tape, operation.Right, states, nodes))
            : _cell.Join(_cell.ProjectOneHot(tape, [formula.Value]));
        states.Add(state.Hidden);
        nodes.Add(formula);
        return state;
    }
}
