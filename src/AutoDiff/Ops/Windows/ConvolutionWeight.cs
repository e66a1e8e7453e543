using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Kernels;

namespace AutoDiff;

// x and y to the weights' gradient, whose kernel has the given lengths.
internal readonly struct ConvolutionWeight<T>(ConvolutionSteps steps, Extent kernel) : IPrimitive<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static string Name => "ConvolutionWeight";

    public static bool CanAccumulate => true;

    public static IEnumerable<WorkedCase<T>> Cases =>
    [
        Case(ConvolutionSteps.OfLine(1, 0, 1, 1), new Shape(2, 3, 7), new Shape(4, 3, 3)),
        Case(ConvolutionSteps.OfLine(2, 1, 3, 2), new Shape(2, 4, 9), new Shape(6, 2, 2)),
        Case(ConvolutionSteps.OfLine(1, 0, 1, 1), new Shape(2, 3, 4), new Shape(5, 3, 1)),
        Case(ConvolutionSteps.OfLine(1, 0, 1, 1), new Shape(0, 3, 4), new Shape(5, 3, 2)),
        Case(ConvolutionSteps.OfPlane((2, 3), (2, 1), (3, 2), 2), new Shape(2, 4, 7, 8), new Shape(6, 2, 2, 3)),
        Case(ConvolutionSteps.OfPlane(1, 1, 1, 4), new Shape(1, 4, 6, 5), new Shape(4, 1, 3, 3)),
    ];

    public static Variable<T> Of(Variable<T> x, Variable<T> y, ConvolutionSteps steps, Extent kernel) => x.Tape.Apply(new ConvolutionWeight<T>(steps, kernel), x, y);

    public Shape ShapeOf(in Operands<T> inputs) => steps.With(inputs[1][1], inputs[0][1] / steps.Groups, kernel);

    public void Forward(in ForwardCall<T> call)
    {
        ref readonly Shape x = ref call.InputShape(0);
        ConvolutionSize size = steps.SizeOf(x[0], in call.OutputShape, steps.PlaneOf(in x), steps.PlaneOf(in call.InputShape(1)));
        ConvolutionPass.ToWeight(in size, call.Input(0), call.Input(1), call.Output, call.Accumulate);
    }

    public void Vjp(in VjpCall<T> call)
    {
        Variable<T> weightBar = call.Cotangent;
        if (call.Wants(0))
            call.Add(0, ConvolutionInput<T>.Of(call.Input(1), weightBar, null, steps, steps.PlaneOf(in call.InputShape(0))));
        if (call.Wants(1))
            call.Add(1, Convolution<T>.Of(call.Input(0), weightBar, null, steps));
    }

    public void Jvp(in JvpCall<T> call)
    {
        if (call.Moves(0))
            call.Add(Of(call.Tangent(0), call.Input(1), steps, kernel));
        if (call.Moves(1))
            call.Add(Of(call.Input(0), call.Tangent(1), steps, kernel));
    }

    public Variable<T> Batch(in BatchCall<T> call) => Convolution<T>.Unfolded(
        in call, Of(Convolution<T>.Together(call.Batched(0)), Convolution<T>.Together(call.Batched(1)), steps with { Groups = steps.Groups * call.Size }, kernel));

    private static WorkedCase<T> Case(ConvolutionSteps steps, Shape x, Shape weight)
    {
        Shape y = ConvolutionShapes.OfOutput(in steps, in x, in weight);
        Extent kernel = steps.PlaneOf(in weight);
        return new($"ConvolutionWeight({x}, {y}) of {weight}", v => Of(v[0], v[1], steps, kernel), new WorkedInput(x), new WorkedInput(y))
        {
            Reference = values =>
            {
                double[] sums = new double[weight.Count];
                ConvolutionReference.Visit(steps, x, weight, y, (i, k, j) => sums[k] += values[0][i] * values[1][j]);
                return sums;
            },
        };
    }
}
