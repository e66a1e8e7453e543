using System;
using System.Collections.Generic;
using System.Linq;
using AutoDiff.Layers;
using static AutoDiff.Ops;

namespace AutoDiff.Examples.CustomOperation;

/// <summary>A small model: pairs of vectors and their forms are given, the matrix behind them is to be found, by gradient descent.</summary>
public sealed class HiddenMatrix
{
    private const int Rows = 6, Columns = 4;
    private const double LearningRate = 0.25;

    private readonly int _pairs;
    private readonly double[] _hidden, _x, _y, _forms;
    private readonly Parameter<double> _matrix = new("matrix", new Shape(Rows, Columns));

    /// <summary>Draws the matrix and the pairs.</summary>
    /// <param name="pairs">How many pairs.</param>
    /// <param name="seed">Decides all numbers.</param>
    public HiddenMatrix(int pairs, int seed)
    {
        _pairs = pairs;
        (_hidden, _x, _y) = (Normal(Rows * Columns, 0), Normal(pairs * Rows, 1), Normal(pairs * Columns, 2));
        _forms = BilinearCases.Plain(_x, _hidden, _y, pairs, Rows, Columns);

        double[] Normal(int count, ulong stream)
        {
            double[] numbers = new double[count];
            CounterRandom.FillNormal<double>((ulong)seed, stream, 0, numbers);
            return numbers;
        }
    }

    /// <summary>How far the matrix is from the hidden one, in its farthest element.</summary>
    public double Distance => _matrix.Values.ToArray().Zip(_hidden, (found, hidden) => Math.Abs(found - hidden)).Max();

    /// <summary>Trains.</summary>
    /// <param name="steps">How many updates.</param>
    /// <returns>The loss before each update.</returns>
    public IEnumerable<double> Train(int steps)
    {
        Sgd<double> descent = new([_matrix], LearningRate);
        using Tape<double> tape = new();
        for (int i = 0; i < steps; i++)
        {
            tape.Reset();
            Variable<double> loss = Loss(tape);
            tape.Backward(loss);
            descent.Step();
            descent.Parameters.ClearGradients();
            yield return loss.Item();
        }
    }

    /// <summary>The mean squared error of the forms, half of it.</summary>
    /// <param name="tape">Where to.</param>
    public Variable<double> Loss(Tape<double> tape) =>
        Mean(Square(Bilinear<double>.Of(Left(tape), tape.Use(_matrix), Right(tape)) - tape.Constant(_forms, new Shape(_pairs)))) * 0.5;

    /// <summary>The forms by a map of the operation for one pair, by its batching rule.</summary>
    /// <param name="tape">Where to.</param>
    /// <param name="report">Told which operations had no such rule.</param>
    public Variable<double> Mapped(Tape<double> tape, BatchReport report)
    {
        Variable<double> matrix = tape.Use(_matrix);
        return tape.Map(pair => Bilinear<double>.Of(pair[0], matrix, pair[1]), [Left(tape), Right(tape)], report);
    }

    private Variable<double> Left(Tape<double> tape) => tape.Constant(_x, new Shape(_pairs, Rows));

    private Variable<double> Right(Tape<double> tape) => tape.Constant(_y, new Shape(_pairs, Columns));
}
