using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace AutoDiff.Examples.ScalarTour;

/// <summary>The tour: measures, and prints what it measured.</summary>
/// <param name="output">Where to.</param>
public sealed class Lecture(TextWriter output)
{
    /// <summary>All chapters.</summary>
    /// <param name="x">The running example's argument.</param>
    public void Give(double x)
    {
        Graph graph = new(x);
        Nodes(graph);
        ForwardSweep(graph);
        ReverseSweep(graph);
        Differences(FiniteDifference.Table(x));
        Losses();
        Paths();
        Higher(HigherDerivative.Table(x, 3));
    }

    private void Nodes(Graph graph)
    {
        Chapter("1. A function is a program, a program is a graph", $"{RunningExample.Formula} at x = {graph.Nodes[0].Value:R}");
        output.WriteLine($"  {"node",-11} {"value",20}   {"local partials",-46} {"adjoint df/dnode",20}");
        foreach (Node node in graph.Nodes)
            output.WriteLine($"  {Definition(node),-11} {node.Value,20:G16}   {string.Join(", ", Partials(graph, node)),-46} {node.Adjoint,20:G16}");
        output.WriteLine($"  The tape counts {graph.Counters.Nodes} nodes and {graph.Counters.Edges} edges.");
    }

    private void ForwardSweep(Graph graph)
    {
        Chapter("2. The forward sweep: every value once, in order, and kept");
        foreach (Node node in graph.Nodes)
            output.WriteLine($"  {Definition(node),-11} = {node.Value:G16}");
    }

    private void ReverseSweep(Graph graph)
    {
        Chapter("3. The reverse sweep: one multiply-add for every edge", "A node passes on what it has received only after all its users have been visited.");
        output.WriteLine("  f' = 1");
        int number = 0;
        foreach (Push push in graph.Pushes())
        {
            string from = graph.Nodes[push.From].Name, to = graph.Nodes[push.To].Name;
            output.WriteLine($"  {++number}. {$"{to}' += {from}' · d{from}/d{to}",-20} += {push.Adjoint,18:G16} · {push.Partial,18:G16}   {to}' = {push.Sum:G16}");
        }

        output.WriteLine($"  {number} pushes here, {graph.Counters.Pushes} counted by the tape; slope {graph.Nodes[0].Adjoint:R}, with no truncation error.");
    }

    private void Differences(IReadOnlyList<FiniteDifference> table)
    {
        Chapter("4. Finite differences: too large a step truncates, too small a one rounds", $"Relative errors against the exact slope {table[0].Exact:R}; * marks the best.");
        output.WriteLine($"  {"h",6} {"one-sided",12} {"central",14}");
        double oneSided = table.Min(row => row.OneSidedError), central = table.Min(row => row.CentralError);
        foreach (FiniteDifference row in table)
            output.WriteLine(
                $"  {row.Step,6:0E+0} {row.OneSidedError,12:0.0E+0}{Mark(row.OneSidedError == oneSided)} "
                    + $"{row.CentralError,12:0.0E+0}{Mark(row.CentralError == central)}");
    }

    private void Losses()
    {
        Chapter(
            "5. A loss at every step: one sweep is linear, one sweep per loss quadratic",
            "s_t = sin(s_(t-1)), loss_t = s_t^2; the tape's pushes, and the visits of steps among them.");
        output.WriteLine($"  {"steps T",8} {"one sweep: pushes",18} {"step visits",12}   {"a sweep per loss: pushes",24} {"step visits",12} {"T(T+1)/2",10}");
        foreach (LossPerStep row in new[] { 10, 100, 200, 400 }.Select(LossPerStep.Measure))
            output.WriteLine(
                $"  {row.Steps,8} {row.PushesTogether,18:N0} {row.VisitsTogether,12:N0}   {row.PushesEach,24:N0} {row.VisitsEach,12:N0} "
                    + $"{row.Steps * (row.Steps + 1) / 2,10:N0}");
    }

    private void Paths()
    {
        FanOut fan = FanOut.Measure(3);
        Chapter("6. Fan-out: adjoints add up, so paths are never listed", $"y = x·x + x at x = {fan.X}: y = {fan.Value}, slope 2x + 1 = {fan.Slope}, {fan.Pushes} pushes.");
        output.WriteLine("  Diamonds y' = (y + 1) + (y - 1), nested; all partials are 1, so the slope is the number of paths.");
        output.WriteLine($"  {"depth n",8} {"edges",8} {"pushes",8} {"paths = slope",24}");
        foreach (Diamonds row in new[] { 1, 2, 5, 10, 50 }.Select(Diamonds.Measure))
            output.WriteLine($"  {row.Depth,8} {row.Edges,8} {row.Pushes,8} {row.Paths,24:N0}");
    }

    private void Higher(IReadOnlyList<HigherDerivative> table)
    {
        Chapter("7. A gradient of a gradient", "With record: true the reverse sweep is itself recorded, and can be swept again.");
        output.WriteLine($"  {"order",6} {"derivative",22} {"difference of the last",24} {"nodes on the tape",19}");
        foreach (HigherDerivative row in table)
            output.WriteLine($"  {row.Order,6} {row.Value,22:G16} {(row.Difference is { } difference ? difference.ToString("G10") : ""),24} {row.Nodes,19}");
    }

    private void Chapter(string title, string? text = null)
    {
        output.WriteLine();
        output.WriteLine(title);
        output.WriteLine();
        if (text is not null)
            output.WriteLine($"  {text}");
    }

    private static string Definition(Node node) => node.Text.Length == 0 ? node.Name : $"{node.Name} = {node.Text}";

    private static IEnumerable<string> Partials(Graph graph, Node node) =>
        node.Inputs.Zip(node.Partials, (input, partial) => $"d{node.Name}/d{graph.Nodes[input].Name} = {partial:G16}");

    private static string Mark(bool best) => best ? "*" : " ";
}
