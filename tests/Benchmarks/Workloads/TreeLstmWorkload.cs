using System;
using AutoDiff.Layers;
using AutoDiff.Rnn;
using static AutoDiff.Ops;

namespace AutoDiff.Benchmarks.Workloads;

// A binary tree-LSTM by plain recursion, with an update after every tree: no two graphs alike. Words stand at the leaves, and every node
// has a class.
// Others, on trees of this kind in one thread: DyNet 651 a second (1,244 with automatic batches), PyTorch 120.
internal sealed class TreeLstmWorkload : IWorkload
{
    private const int Words = 10_000, Features = 128, Hidden = 128, Classes = 5, Trees = 16, Fewest = 5, Sizes = 26;

    private readonly Tape<float> _tape = new();
    private readonly Embedding<float> _embedding = new(Words, Features, new RandomStream(0));
    private readonly NaryTreeLstmCell<float> _cell = new(Features, Hidden, 2, new RandomStream(1));
    private readonly Linear<float> _output = new(Hidden, Classes, new RandomStream(2));
    private readonly Parameter<float>[] _parameters;
    private readonly Sgd<float> _optimizer;
    private readonly int[] _words = CounterHash.Integers(1, Trees * (Fewest + Sizes), Words), _classes = CounterHash.Integers(2, 2 * Trees * (Fewest + Sizes), Classes);
    private readonly int[] _sizes = CounterHash.Integers(3, Trees, Sizes), _splits = CounterHash.Integers(4, Trees * (Fewest + Sizes), 1 << 16);
    private readonly Variable<float>[] _states = new Variable<float>[2 * (Fewest + Sizes)];
    private Variable<float> _leaves, _inner;
    private int _leaf, _split, _node;

    private TreeLstmWorkload()
    {
        Initial.Fill(_embedding, 10, 0.5f);
        Initial.Fill(_cell, 20, 0.1f);
        Initial.Fill(_output, 30, 0.1f);
        _parameters = Initial.Parameters(_embedding, _cell, _output);
        _optimizer = new Sgd<float>(_parameters, 0.05);
    }

    public static Case Case { get; } = new(
        "tree-lstm", "binary tree-LSTM: embedding 128, hidden 128, 5 classes at every node, vocabulary 10,000, one tree of 5 to 30 words an update, SGD",
        () => new TreeLstmWorkload())
    {
        Unit = "tree",
        Units = Trees,
    };

    public double Step()
    {
        double sum = 0;
        _split = 0;
        for (int tree = 0, word = 0, node = 0; tree < Trees; tree++)
        {
            int leaves = Fewest + _sizes[tree], nodes = (2 * leaves) - 1;
            sum += Learn(_words.AsSpan(word, leaves), _classes.AsSpan(node, nodes));
            (word, node) = (word + leaves, node + nodes);
        }

        return sum;
    }

    public void Dispose() => _tape.Dispose();

    private float Learn(ReadOnlySpan<int> words, ReadOnlySpan<int> classes)
    {
        _tape.Reset();
        _parameters.ClearGradients();
        _leaves = _cell.Project(_embedding.Forward(_tape, words));
        _inner = Reshape(_tape.Use(_cell.Bias), new Shape(1, _cell.Bias.Shape.Count));
        (_leaf, _node) = (0, 0);
        Read(words.Length);
        Variable<float> loss = Losses.SoftmaxCrossEntropy(_output.Forward(Concatenate(0, _states.AsSpan(0, _node))), classes, LossReduction.Sum);
        _tape.Backward(loss);
        _optimizer.Step();
        return loss.Item();
    }

    // A tree with that many leaves: where it divides is drawn before its children are read, and it stands behind them.
    private LstmState<float> Read(int leaves)
    {
        LstmState<float> state;
        if (leaves == 1)
        {
            state = _cell.Join(Slice(_leaves, 0, _leaf++, 1));
        }
        else
        {
            int left = 1 + (_splits[_split++] % (leaves - 1));
            state = _cell.Join(_inner, Read(left), Read(leaves - left));
        }

        _states[_node++] = state.Hidden;
        return state;
    }
}
