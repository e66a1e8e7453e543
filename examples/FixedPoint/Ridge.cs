using System;
using System.Collections.Generic;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.FixedPoint;

/// <summary>
/// A ridge regression whose penalty is tuned by its own gradient: weights minimise the training loss plus the penalty, so they are a
/// function of the penalty's factor, and so is their loss on other data.
/// </summary>
public sealed class Ridge
{
    private const int Features = 20, Training = 30, Validation = 200;
    private const double Noise = 1.0;

    private readonly double[] _x, _y, _otherX, _otherY;

    /// <summary>Draws the data: few noisy examples to train on, so that some penalty is best.</summary>
    /// <param name="seed">Decides all numbers.</param>
    public Ridge(int seed)
    {
        double[] hidden = Normal(Features, 0);
        (_x, _otherX) = (Normal(Training * Features, 1), Normal(Validation * Features, 2));
        (_y, _otherY) = (Targets(_x, Training, 3), Targets(_otherX, Validation, 4));

        double[] Targets(double[] x, int count, ulong stream)
        {
            double[] y = Normal(count, stream);
            for (int i = 0; i < count; i++)
            {
                y[i] *= Noise;
                for (int j = 0; j < Features; j++)
                    y[i] += x[(i * Features) + j] * hidden[j] / Math.Sqrt(Features);
            }

            return y;
        }

        double[] Normal(int count, ulong stream)
        {
            double[] numbers = new double[count];
            CounterRandom.FillNormal<double>((ulong)seed, stream, 0, numbers);
            return numbers;
        }
    }

    /// <summary>The loss on the other data, and its first two derivatives with respect to the logarithm of the penalty's factor.</summary>
    /// <param name="logFactor">The logarithm.</param>
    public (double Loss, double Slope, double Curvature) Validate(double logFactor)
    {
        using Tape<double> tape = new();
        Variable<double> log = tape.Variable(logFactor);

        // How the minimum is found is nobody's business: here by solving for it, aside.
        Variable<double> found = tape.Constant(Weights(logFactor), new Shape(Features, 1));
        Variable<double> weights = Implicit.ArgMin((w, of) => Objective(w, of[0]), found, [log], order: 2);
        Variable<double> loss = OtherLoss(weights), slope = tape.Gradient(loss, log, record: true);
        return (loss.Item(), slope.Item(), tape.Gradient(slope, log).Item());
    }

    /// <summary>The same loss and slope by differentiating through the solver of the normal equations instead.</summary>
    /// <param name="logFactor">The logarithm.</param>
    public (double Loss, double Slope) ThroughSolver(double logFactor)
    {
        using Tape<double> tape = new();
        Variable<double> log = tape.Variable(logFactor), loss = OtherLoss(Solved(log));
        return (loss.Item(), tape.Gradient(loss, log).Item());
    }

    /// <summary>Tunes the factor by Newton's method on the validation loss; downhill by a fixed step where that is not convex.</summary>
    /// <param name="logFactor">Where to begin.</param>
    /// <param name="most">The most steps.</param>
    /// <returns>The logarithm, loss and slope before each step.</returns>
    public IEnumerable<(double LogFactor, double Loss, double Slope)> Tune(double logFactor, int most = 30)
    {
        for (int i = 0; i < most; i++)
        {
            (double loss, double slope, double curvature) = Validate(logFactor);
            yield return (logFactor, loss, slope);
            if (Math.Abs(slope) < 1e-12)
                yield break;
            double step = curvature > 0 ? -slope / curvature : -Math.Sign(slope);
            logFactor += Math.Clamp(step, -1, 1);
        }
    }

    private double[] Weights(double logFactor)
    {
        using Tape<double> tape = new();
        return Solved(tape.Constant(logFactor)).ToArray();
    }

    // (XᵀX/n + λI)⁻¹ Xᵀy/n.
    private Variable<double> Solved(Variable<double> log)
    {
        Variable<double> x = log.Tape.Constant(_x, new Shape(Training, Features)), y = log.Tape.Constant(_y, new Shape(Training, 1));
        Variable<double> diagonal = DiagonalEmbed(BroadcastTo(Exp(log), new Shape(Features)));
        return Solve((MatMul(x, x, transposeA: true) * (1.0 / Training)) + diagonal, MatMul(x, y, transposeA: true) * (1.0 / Training));
    }

    private Variable<double> Objective(Variable<double> w, Variable<double> log) =>
        (SquaredError(w, _x, _y, Training) + (Exp(log) * SumOfSquares(w))) * 0.5;

    private Variable<double> OtherLoss(Variable<double> w) => SquaredError(w, _otherX, _otherY, Validation);

    private static Variable<double> SquaredError(Variable<double> w, double[] x, double[] y, int count) =>
        Mean(Square(MatMul(w.Tape.Constant(x, new Shape(count, Features)), w) - w.Tape.Constant(y, new Shape(count, 1))));
}
