using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace AutoDiff.Properties;

/// <summary>The inputs of a recurrent model: some steps of some sequences side by side.</summary>
/// <param name="Steps">How many steps.</param>
/// <param name="Batch">How many sequences.</param>
/// <param name="Features">How many numbers in a step of a sequence.</param>
/// <param name="Values">The numbers <c>[steps, batch, features]</c>, row-major.</param>
public sealed record SequenceSample(int Steps, int Batch, int Features, IReadOnlyList<double> Values)
{
    /// <summary>The shape <c>[steps, batch, features]</c>.</summary>
    public Shape Shape => new(Steps, Batch, Features);

    /// <summary>The inputs as a constant.</summary>
    /// <param name="tape">Where to put them.</param>
    /// <returns>The inputs <c>[steps, batch, features]</c>.</returns>
    public Variable<double> On(Tape<double> tape) => tape.Constant([.. Values], Shape);

    /// <summary>The sample as C#.</summary>
    public override string ToString() =>
        $"new SequenceSample({Steps}, {Batch}, {Features}, [{string.Join(", ", Values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}])";
}
