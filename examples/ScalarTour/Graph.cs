using System.Collections.Generic;
using System.Linq;

namespace AutoDiff.Examples.ScalarTour;

/// <summary>The running example's graph at one argument: what the tape says of every node.</summary>
public sealed class Graph
{
    /// <summary>Runs both sweeps.</summary>
    /// <param name="x">The argument.</param>
    public Graph(double x)
    {
        using Tape<double> tape = new();
        Variable<double>[] values = RunningExample.Record(tape.Variable(x));
        TapeCounters recorded = tape.Counters;

        // One sweep gives the adjoints of all nodes: a gradient may be asked for with respect to any of them.
        Variable<double>[] adjoints = tape.Gradient(values[^1], values);
        Counters = recorded with { Pushes = tape.Counters.Pushes };
        List<Node> nodes = [new Node("x", "", [], x, [], adjoints[0].Item())];
        for (int i = 1; i < values.Length; i++)
        {
            Assignment line = RunningExample.Lines[i - 1];
            nodes.Add(new Node(line.Name, line.Text, line.Inputs, values[i].Item(), Partials(line, nodes), adjoints[i].Item()));
        }

        Nodes = nodes;
    }

    /// <summary>The argument, and the nodes in the order of computation.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Nodes and edges after the forward sweep, pushes of the reverse sweep.</summary>
    public TapeCounters Counters { get; }

    /// <summary>
    /// The reverse sweep push by push: a node is visited when all its users have been, so what it passes on is its whole adjoint.
    /// </summary>
    public IEnumerable<Push> Pushes()
    {
        double[] adjoints = new double[Nodes.Count];
        adjoints[^1] = 1;
        for (int i = Nodes.Count - 1; i > 0; i--)
        {
            foreach ((int input, double partial) in Nodes[i].Inputs.Zip(Nodes[i].Partials))
            {
                adjoints[input] += adjoints[i] * partial;
                yield return new Push(i, input, adjoints[i], partial, adjoints[input]);
            }
        }
    }

    // A partial derivative is local: the line alone, its inputs independent of each other.
    private static IReadOnlyList<double> Partials(Assignment line, List<Node> nodes)
    {
        using Tape<double> tape = new();
        Variable<double>[] inputs = [.. line.Inputs.Select(input => tape.Variable(nodes[input].Value))];
        return [.. tape.Gradient(line.Apply(inputs), inputs).Select(partial => partial.Item())];
    }
}
