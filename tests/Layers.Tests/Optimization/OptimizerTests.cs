using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using Xunit;

namespace AutoDiff.Tests.Layers;

public sealed class OptimizerTests
{
    public static TheoryData<string> Kinds => [.. Makers.Keys];

    private static Dictionary<string, Func<IReadOnlyList<Parameter<float>>, Optimizer<float>>> Makers { get; } = new()
    {
        ["sgd"] = list => new Sgd<float>(list, 0.1),
        ["sgd, momentum"] = list => new Sgd<float>(list, 0.1, 0.9, nesterov: true, 0.01),
        ["rmsprop"] = list => new RmsProp<float>(list),
        ["rmsprop, momentum"] = list => new RmsProp<float>(list, momentum: 0.9),
        ["rmsprop, centred"] = list => new RmsProp<float>(list, centered: true, weightDecay: 0.01),
        ["rmsprop, centred, momentum"] = list => new RmsProp<float>(list, momentum: 0.9, centered: true),
        ["adam"] = list => new Adam<float>(list, weightDecay: 0.01),
        ["adamw"] = list => new Adam<float>(list, weightDecay: 0.01, decoupledWeightDecay: true),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Long_parameters_are_updated_with_the_same_bits_on_any_number_of_threads(string kind)
    {
        float[] one = Updated(), more;
        Threading.MaxThreads = 3;
        try
        {
            more = Updated();
        }
        finally
        {
            Threading.MaxThreads = 1;
        }

        Assert.Equal(one, more);

        float[] Updated()
        {
            const int Length = 400_003;
            Parameter<float> parameter = new("long", new Shape(Length));
            Optimizer<float> optimizer = Makers[kind]([parameter]);
            float[] gradient = new float[Length];
            for (int step = 0; step < 2; step++)
            {
                for (int i = 0; i < Length; i++)
                    gradient[i] = MathF.Sin((0.3f * i) + step);
                Gradients.Set(parameter, gradient);
                optimizer.Step();
            }

            return parameter.Values.ToArray();
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_changes_what_has_a_gradient_and_nothing_else(string kind)
    {
        Parameter<float> moved = Gradients.Parameter("moved", 1f, 2, 3), still = Gradients.Parameter("still", 1f, 2);
        Optimizer<float> optimizer = Makers[kind]([moved, still]);
        Gradients.Set(moved, [0.5f, -0.5f, 0.25f]);
        optimizer.Step();
        Assert.Equal(1, moved.Version);
        Assert.Equal(0, still.Version);
        Assert.Equal([1f, 2], still.Values);
        Assert.True(moved.Values[0] < 1 && moved.Values[1] > 2 - 0.01);
        Assert.True(moved.HasGradient);
        Assert.Equal([0.5f, -0.5f, 0.25f], moved.Gradient);
        Assert.Equal(1, optimizer.StepCount);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_step_allocates_nothing(string kind)
    {
        Parameter<float> a = new("a", new Shape(33, 17)), b = new("b", new Shape(17));
        Optimizer<float> optimizer = Makers[kind]([a, b]);
        Gradients.Set<float>(a, new float[33 * 17]);
        Gradients.Set<float>(b, new float[17]);
        optimizer.Step();
        Assert.Equal(0, Allocated.Least(() =>
        {
            GradientClipping.ByGlobalNorm(optimizer.Parameters, 1);
            GradientClipping.ByValue(optimizer.Parameters, 1);
            optimizer.Step();
        }));
    }

    // The same numbers at the end of an array, where no vector fits, and in the middle of one.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_element_steps_alike_wherever_it_stands(string kind)
    {
        Parameter<float> whole = new("whole", new Shape(67));
        Parameter<float>[] single = new Parameter<float>[67];
        Random random = new(5);
        for (int i = 0; i < 67; i++)
        {
            float value = random.NextSingle() - 0.5f;
            whole.Write()[i] = value;
            single[i] = Gradients.Parameter($"single{i}", value);
        }

        Optimizer<float> together = Makers[kind]([whole]), apart = Makers[kind](single);
        float[] gradient = new float[67];
        for (int step = 0; step < 4; step++)
        {
            for (int i = 0; i < 67; i++)
            {
                gradient[i] = random.NextSingle() - 0.5f;
                Gradients.Set(single[i], [gradient[i]]);
            }

            Gradients.Set<float>(whole, gradient);
            together.Step();
            apart.Step();
        }

        for (int i = 0; i < 67; i++)
            Assert.Equal(BitConverter.SingleToInt32Bits(single[i].Values[0]), BitConverter.SingleToInt32Bits(whole.Values[i]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_resumed_run_takes_the_same_steps_bit_by_bit(string kind)
    {
        (Parameter<float>[] ours, Optimizer<float> uninterrupted) = Begin(kind);
        Train(ours, uninterrupted, from: 0, to: 5);
        TensorFile file = new();
        file.AddParameters(ours, "model");
        uninterrupted.LearningRate = 0.02;
        uninterrupted.SaveState(file);
        Train(ours, uninterrupted, from: 5, to: 9);

        (Parameter<float>[] theirs, Optimizer<float> resumed) = Begin(kind);
        file.LoadParameters(theirs, "model");
        resumed.LoadState(file);
        Assert.Equal(5, resumed.StepCount);
        Assert.Equal(0.02, resumed.LearningRate);
        Train(theirs, resumed, from: 5, to: 9);
        for (int i = 0; i < ours.Length; i++)
            Assert.Equal(ours[i].Values, theirs[i].Values);
    }

    [Fact]
    public void A_skipped_parameter_keeps_its_own_count_of_updates()
    {
        Parameter<double> late = Gradients.Parameter("late", 1.0), early = Gradients.Parameter("early", 1.0), alone = Gradients.Parameter("alone", 1.0);
        Adam<double> optimizer = new([early, late]), other = new([alone]);
        Gradients.Set(early, [0.25]);
        for (int i = 0; i < 3; i++)
            optimizer.Step();
        Gradients.Set(late, [0.25]);
        optimizer.Step();
        Gradients.Set(alone, [0.25]);
        other.Step();
        Assert.Equal(alone.Values, late.Values);
    }

    [Fact]
    public void Element_types_without_vectors_step_too()
    {
        Parameter<Half> parameter = Gradients.Parameter("h", (Half)1, (Half)2);
        Gradients.Set(parameter, [(Half)0.5, (Half)(-0.5)]);
        new Sgd<Half>([parameter], 0.5, momentum: 0.5).Step();
        Assert.Equal([(Half)0.75, (Half)2.25], parameter.Values);
        Assert.Equal(Math.Sqrt(0.5), GradientClipping.GlobalNorm<Half>([parameter]), 1e-15);
    }

    [Fact]
    public void Rounding_below_a_variance_of_zero_does_not_make_NaN()
    {
        Parameter<float> parameter = new("w", new Shape(8));
        RmsProp<float> optimizer = new([parameter], alpha: 0.5, centered: true);
        Gradients.Set<float>(parameter, [0.1f, 0.2f, 0.3f, 0.7f, 1.1f, 1.3f, 1.7f, 1.9f]);
        for (int i = 0; i < 200; i++)
            optimizer.Step();
        Assert.DoesNotContain(float.NaN, parameter.Values.ToArray());
    }

    [Fact]
    public void NaN_gradients_are_not_hidden()
    {
        foreach (Func<IReadOnlyList<Parameter<float>>, Optimizer<float>> make in Makers.Values)
        {
            Parameter<float> parameter = new("w", new Shape(17));
            float[] gradient = new float[17];
            gradient[3] = gradient[16] = float.NaN;
            Optimizer<float> optimizer = make([parameter]);
            Gradients.Set<float>(parameter, gradient);
            optimizer.Step();
            Assert.True(float.IsNaN(parameter.Values[3]) && float.IsNaN(parameter.Values[16]));
        }
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Parameter<float>[] list = [new("w", Shape.Scalar)];
        const string Fraction = "; need a number from 0 to below 1, the part that is kept from one step to the next.";
        const string Positive = "; need a finite number of 0 or more. Did the schedule or the loss that it was computed from diverge?";
        Refuses("Optimizer: out of range: LearningRate is -0.1" + Positive, () => new Sgd<float>(list, -0.1));
        Refuses("Optimizer: out of range: LearningRate is NaN" + Positive, () => new Adam<float>(list).LearningRate = double.NaN);
        Refuses("Optimizer: out of range: LearningRate is Infinity" + Positive, () => new RmsProp<float>(list, double.PositiveInfinity));
        Refuses("Sgd: out of range: momentum is 1" + Fraction, () => new Sgd<float>(list, 0.1, momentum: 1));
        Refuses("Sgd: out of range: weightDecay is -1" + Positive, () => new Sgd<float>(list, 0.1, weightDecay: -1));
        Refuses(
            "Sgd: Nesterov without momentum: momentum is 0; need more than 0 to look ahead along the velocity. Pass momentum: 0.9, or nesterov: false.",
            () => new Sgd<float>(list, 0.1, nesterov: true));
        Refuses("RmsProp: out of range: alpha is 1.5" + Fraction, () => new RmsProp<float>(list, alpha: 1.5));
        Refuses("RmsProp: out of range: epsilon is -1" + Positive, () => new RmsProp<float>(list, epsilon: -1));
        Refuses("RmsProp: out of range: momentum is -0.5" + Fraction, () => new RmsProp<float>(list, momentum: -0.5));
        Refuses("RmsProp: out of range: weightDecay is NaN" + Positive, () => new RmsProp<float>(list, weightDecay: double.NaN));
        Refuses("Adam: out of range: beta1 is 1" + Fraction, () => new Adam<float>(list, beta1: 1));
        Refuses("Adam: out of range: beta2 is NaN" + Fraction, () => new Adam<float>(list, beta2: double.NaN));
        Refuses("Adam: out of range: epsilon is Infinity" + Positive, () => new Adam<float>(list, epsilon: double.PositiveInfinity));
        Refuses("Adam: out of range: weightDecay is -1" + Positive, () => new Adam<float>(list, weightDecay: -1));
        Refuses(
            "Sgd: a parameter is listed twice: w [] at places 0 and 1; need each once, or it would count twice. "
                + "List a shared parameter where it is owned.",
            () => new Sgd<float>([list[0], list[0]], 0.1));
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_and_changes_nothing()
    {
        Parameter<float> parameter = Gradients.Parameter("w", 1f, 2);
        Adam<float> optimizer = new([parameter]);
        Gradients.Set(parameter, [1f, 1]);
        optimizer.Step();
        TensorFile file = new();
        optimizer.SaveState(file);

        RefusesFile(
            "LoadState: other names: a file in memory lacks 1 entries (\"optimizer.velocity.w\") and has 1 unexpected ones (\"optimizer.mean.w\"); "
                + "need exactly those of the model. Was it saved from another model, or under a prefix?",
            () => new RmsProp<float>([parameter], momentum: 0.5).LoadState(file));
        RefusesFile(
            "LoadState: another shape: optimizer.mean.w F32 [2] in a file in memory, but [3] is needed; need equal shapes. Was it saved from a model of other sizes?",
            () => new Adam<float>([Gradients.Parameter("w", 1f, 2, 3)]).LoadState(file));
        RefusesFile(
            "LoadState: another element type: optimizer.mean.w F32 [2] in a file in memory was asked for as Double; need the same type. Pass convert: true to convert it?",
            () => new Adam<double>([Gradients.Parameter("w", 1.0, 2)]).LoadState(file));
        RefusesFile(
            "LoadState: an impossible number: \"optimizer.step_count\" in a file in memory holds -1; need a count of 0 or more. "
                + "The file is damaged or made wrongly: copy or save it again.",
            () => new Sgd<float>([parameter], 0.1).LoadState(State(-1, 0.1, 0)));
        RefusesFile(
            "LoadState: an impossible number: \"optimizer.learning_rate\" in a file in memory holds NaN; need a finite rate of 0 or more. "
                + "The file is damaged or made wrongly: copy or save it again.",
            () => new Sgd<float>([parameter], 0.1).LoadState(State(1, double.NaN, 0)));
        RefusesFile(
            "LoadState: an impossible number: \"optimizer.updates\" in a file in memory holds 2; need a count from 0 to step_count, 1. "
                + "The file is damaged or made wrongly: copy or save it again.",
            () => new Sgd<float>([parameter], 0.1).LoadState(State(1, 0.1, 2)));
        Refuses(
            "SaveState: two parameters share a name: w [2] at place 0 and w [1] at place 1; need a name for each. "
                + "Give the modules different names, or list a shared parameter once.",
            () => new Sgd<float>([parameter, Gradients.Parameter("w", 1f)], 0.1).SaveState(new TensorFile()));
    }

    private static TensorFile State(long steps, double rate, long updates)
    {
        TensorFile file = new();
        file.Add("optimizer.step_count", Shape.Scalar, [steps]);
        file.Add("optimizer.learning_rate", Shape.Scalar, [rate]);
        file.Add("optimizer.updates", new Shape(1), [updates]);
        return file;
    }

    private static (Parameter<float>[] Parameters, Optimizer<float> Optimizer) Begin(string kind)
    {
        Parameter<float>[] parameters = [new("a", new Shape(5, 7)), new("b", new Shape(3))];
        Initializers.Normal(parameters[0], 0, 1, new RandomStream(1));
        return (parameters, Makers[kind](parameters));
    }

    private static void Train(Parameter<float>[] parameters, Optimizer<float> optimizer, int from, int to)
    {
        for (int step = from; step < to; step++)
        {
            foreach (Parameter<float> parameter in parameters)
            {
                // The second parameter has no gradient at every other step.
                float[] gradient = new float[parameter.Shape.Count];
                Random random = new(step);
                for (int i = 0; i < gradient.Length; i++)
                    gradient[i] = random.NextSingle() - 0.5f;
                if (parameter.Name == "a" || step % 2 == 0)
                    Gradients.Set<float>(parameter, gradient);
                else
                    parameter.ClearGradient();
            }

            optimizer.Step();
        }
    }

    private static void Refuses(string message, Action action) => Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);

    private static void Refuses(string message, Func<object> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);

    private static void RefusesFile(string message, Action action) => Assert.Equal(message, Assert.Throws<TensorFileException>(action).Message);
}
