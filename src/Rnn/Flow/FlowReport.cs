using System.Collections.Generic;
using System.IO;

namespace AutoDiff.Rnn;

/// <summary>Where the gradient of a sequence's losses went, as numbers, table, JSON or picture.</summary>
public sealed class FlowReport
{
    internal FlowReport(
        int sequenceSteps,
        int steps,
        IReadOnlyList<FollowedLoss> losses,
        IReadOnlyList<FlowSeries> places,
        IReadOnlyList<double> lagNorms,
        IReadOnlyList<Transition> transitions,
        double growthRate,
        TruncationBias bias,
        IReadOnlyList<FlowVerdict> verdicts)
    {
        SequenceSteps = sequenceSteps;
        Steps = steps;
        Losses = losses;
        Places = places;
        LagNorms = lagNorms;
        Transitions = transitions;
        GrowthRate = growthRate;
        Bias = bias;
        Verdicts = verdicts;
    }

    /// <summary>Steps in the sequence.</summary>
    public int SequenceSteps { get; }

    /// <summary>Steps that the report covers: all, or those before the first state that is not finite.</summary>
    public int Steps { get; }

    /// <summary>The losses that were followed back one by one, in the order of their steps.</summary>
    public IReadOnlyList<FollowedLoss> Losses { get; }

    /// <summary>The gradients by layer and part of the state, and by gate.</summary>
    public IReadOnlyList<FlowSeries> Places { get; }

    /// <summary>The mean over the followed losses of the norm of <c>dL[t]/dh[t - lag]</c>, all layers and parts together, for every lag from 0.</summary>
    public IReadOnlyList<double> LagNorms { get; }

    /// <summary>What single steps do to changes of the state, at some of the steps.</summary>
    public IReadOnlyList<Transition> Transitions { get; }

    /// <summary>
    /// By what the length of a random gradient of the last state is multiplied with each step back, as a geometric mean over the steps after the first quarter, at
    /// most 10: its logarithm estimates the largest Lyapunov exponent of the model on these inputs. 0 where nothing passes.
    /// </summary>
    public double GrowthRate { get; }

    /// <summary>What a truncation would do.</summary>
    public TruncationBias Bias { get; }

    /// <summary>What is wrong; empty where nothing is.</summary>
    public IReadOnlyList<FlowVerdict> Verdicts { get; }

    /// <summary>Tables of plain text, without colours, at most 120 columns wide.</summary>
    public string ToText() => FlowText.Of(this);

    /// <summary>All numbers as JSON; null stands for what is not finite.</summary>
    /// <param name="stream">Where to write.</param>
    public void WriteJson(Stream stream) => FlowJson.Write(this, stream);

    /// <summary>
    /// A picture that stands alone: the gradient of each followed loss by lag, the mean by lag and layer, and the gradient of all losses by step. It follows
    /// the reader's choice of light or dark.
    /// </summary>
    /// <param name="title">What stands above it.</param>
    public string ToSvg(string title) => FlowPicture.Svg(this, title);

    /// <summary>The picture and the tables as a page that stands alone.</summary>
    /// <param name="title">The page's title.</param>
    public string ToHtml(string title) => FlowPicture.Html(this, title);

    /// <inheritdoc/>
    public override string ToString() => ToText();
}
