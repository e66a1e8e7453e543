using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace AutoDiff.Rnn;

/// <summary>Looks a report's numbers through for what is wrong. The criteria are those of <see cref="FlowCondition"/>, on means over the followed losses.</summary>
/// <remarks>
/// Sources of the cures: Pascanu, Mikolov and Bengio 2013 (clip the gradient's norm at 0.5 to 10 times its average; where every transition's norm is
/// below 1, gradients must vanish), Le, Jaitly and Hinton 2015 and Saxe, McClelland and Ganguli 2014 (orthogonal and identity weights keep norms),
/// Gers, Schmidhuber and Cummins 2000 and Jozefowicz, Zaremba and Sutskever 2015 (the forget gate's bias of 1).
/// </remarks>
internal static class Verdicts
{
    public static IReadOnlyList<FlowVerdict> Of(
        List<FollowedLoss> losses, double[] mean, TruncationBias bias, List<Transition> transitions, FlowOptions options, string? notFinite, int failedStep)
    {
        List<FlowVerdict> verdicts = [];
        if (notFinite is not null)
            verdicts.Add(NotFinite(notFinite, failedStep));
        double reference = Array.Find(mean, norm => norm > 0);
        if (reference > 0 && Exploding(losses, reference, bias, options) is FlowVerdict exploding)
            verdicts.Add(exploding);
        if (reference > 0 && Faded(losses, mean, reference, bias, transitions, options) is FlowVerdict faded)
            verdicts.Add(faded);
        return verdicts;
    }

    private static FlowVerdict NotFinite(string what, int step) => new(
        FlowCondition.NotFinite,
        step,
        $"{what} is not finite",
        "a smaller learning rate; clip the gradient's norm (GradientClipping.ByGlobalNorm), or let TruncatedBackprop.Train skip such updates; "
            + "restart from weights before it began");

    private static FlowVerdict? Exploding(List<FollowedLoss> losses, double reference, TruncationBias bias, FlowOptions options)
    {
        double largest = 0;
        (int Step, int Lag, int Loss) first = (-1, 0, 0);
        foreach (FollowedLoss loss in losses)
        {
            for (int lag = 1; lag < loss.Norms.Count; lag++)
            {
                double ratio = loss.Norms[lag] / reference;
                if (!(ratio >= options.ExplodingRatio))
                    continue;
                largest = Math.Max(largest, ratio);
                if (loss.Step - lag > first.Step)
                    first = (loss.Step - lag, lag, loss.Step);
            }
        }

        return first.Step < 0 ? null : new FlowVerdict(
            FlowCondition.Exploding,
            first.Step,
            Invariant($"the gradient of the loss of step {first.Loss} reaches {options.ExplodingRatio:0.#} times what losses have at their own step ")
                + Invariant($"{Steps(first.Lag)} back, and up to {FlowText.Number(largest)} times; {FlowText.Number(bias.DecayRate)} times for each step"),
            "clip the gradient's norm (GradientClipping.ByGlobalNorm) at 0.5 to 10 times its average over updates; "
                + "orthogonal recurrent weights; a shorter window; a smaller learning rate");
    }

    private static FlowVerdict? Faded(List<FollowedLoss> losses, double[] mean, double reference, TruncationBias bias, List<Transition> transitions, FlowOptions options)
    {
        int lag = mean.Length;
        while (lag > 1 && mean[lag - 1] < options.VanishingRatio * reference)
            lag--;
        if (lag == mean.Length)
            return null;
        int longest = losses.Where(loss => loss.Norms.Count > lag).Max(loss => loss.Step);
        if (mean.Skip(lag).All(norm => norm == 0))
        {
            return new FlowVerdict(
                FlowCondition.Cut,
                longest - lag,
                $"nothing arrives {Steps(lag)} back or further",
                "none if rows begin anew there; otherwise look for a state that is detached or reset at every step, "
                    + "or units that are all off: smaller weights, or another nonlinearity than relu");
        }

        bool contracts = transitions.Count > 0 && transitions.All(transition => transition.Norm < 1);
        string bound = contracts
            ? $"; every transition that was measured shortens (largest norm {FlowText.Number(transitions.Max(transition => transition.Norm))}), "
                + "so that gradients must vanish"
            : "";
        return new FlowVerdict(
            FlowCondition.Vanishing,
            longest - lag,
            $"the gradient is below {FlowText.Number(options.VanishingRatio)} of what losses have at their own step {Steps(lag)} back and further; "
                + $"{FlowText.Number(bias.DecayRate)} times for each step{bound}",
            $"if the task needs more than {Steps(lag - 1)}: a gated cell (LSTM with a forget bias of 1 or more, GRU), "
                + "orthogonal or identity recurrent weights with tanh or relu; "
                + $"otherwise a window of {lag} saves time and loses next to nothing");
    }

    private static string Steps(int count) => count == 1 ? "1 step" : $"{count} steps";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
