using System.Collections.Generic;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.TreeNetwork;

/// <summary>
/// A binary tree-LSTM: the state of a node is computed from its sign and the states of its two children, by C# that calls itself. No
/// two trees need have the same shape; the tape records the calls that were made.
/// </summary>
/// <remarks>
/// <para>With one gate to forget each child: <c>[i, o, u, f, g] = sign + [h_left, h_right] · U</c>, <c>c = i·u + f·c_left + g·c_right</c>,
/// <c>h = o · tanh(c)</c>; i, o, f and g through a sigmoid, u through tanh. A leaf has i, o and u only.</para>
/// <para>Source: Tai, Socher and Manning 2015, Improved Semantic Representations From Tree-Structured LSTM Networks, section 3.2.</para>
/// </remarks>
public sealed class TreeLstm : IModule<float>
{
    private readonly int _hidden;
    private readonly Embedding<float> _digits, _signs;
    private readonly Parameter<float> _children;
    private readonly Linear<float> _output;

    /// <summary>Makes a network.</summary>
    /// <param name="modulus">How many digits and values there are.</param>
    /// <param name="hidden">Features of a state.</param>
    /// <param name="random">Where the weights come from.</param>
    public TreeLstm(int modulus, int hidden, RandomStream random)
    {
        _hidden = hidden;
        _digits = new Embedding<float>(modulus, 3 * hidden, random, name: "digits");
        _signs = new Embedding<float>(Formula.Signs.Length, 5 * hidden, random, name: "signs");
        _children = new Parameter<float>("children", new Shape(2 * hidden, 5 * hidden));
        Initializers.XavierUniform(_children, 2 * hidden, hidden, random);
        _output = new Linear<float>(hidden, modulus, random, name: "output");
        Parameters = [.. _digits.Parameters, .. _signs.Parameters, _children, .. _output.Parameters];
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

    // The recursion: h and c of a node, [1, hidden] each.
    private (Variable<float> H, Variable<float> C) Read(Tape<float> tape, Formula formula, List<Variable<float>> states, List<Formula> nodes)
    {
        Variable<float> h, c;
        if (formula is Operation operation)
        {
            (Variable<float> hLeft, Variable<float> cLeft) = Read(tape, operation.Left, states, nodes);
            (Variable<float> hRight, Variable<float> cRight) = Read(tape, operation.Right, states, nodes);
            Variable<float> gates = _signs.Forward(tape, [operation.Sign]) + MatMul(Concatenate(1, hLeft, hRight), tape.Use(_children));
            c = (Open(gates, 0) * Candidate(gates)) + (Open(gates, 3) * cLeft) + (Open(gates, 4) * cRight);
            h = Open(gates, 1) * Tanh(c);
        }
        else
        {
            Variable<float> gates = _digits.Forward(tape, [formula.Value]);
            c = Open(gates, 0) * Candidate(gates);
            h = Open(gates, 1) * Tanh(c);
        }

        states.Add(h);
        nodes.Add(formula);
        return (h, c);
    }

    private Variable<float> Open(Variable<float> gates, int gate) => Sigmoid(Slice(gates, 1, gate * _hidden, _hidden));

    private Variable<float> Candidate(Variable<float> gates) => Tanh(Slice(gates, 1, 2 * _hidden, _hidden));
}
