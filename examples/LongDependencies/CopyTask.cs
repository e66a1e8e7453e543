using System;
using System.Buffers;
using AutoDiff.Layers;

namespace AutoDiff.Examples.LongDependencies;

/// <summary>
/// Copy memory: ten symbols out of eight, T - 1 blanks, a sign to begin and ten blanks, during which the symbols are to be repeated. At every step the answer
/// is a class, a blank until then; without memory the best mean loss is <c>10 ln 8 / (T + 20)</c>.
/// </summary>
/// <remarks>Source: Hochreiter and Schmidhuber 1997, in the form of Arjovsky, Shah and Bengio 2016.</remarks>
/// <param name="length">T.</param>
public sealed class CopyTask(int length) : LongTask(length)
{
    private const int Symbols = 8, Blank = Symbols, Begin = Symbols + 1, Word = 10;

    /// <inheritdoc/>
    public override int Steps => Length + (2 * Word);

    /// <inheritdoc/>
    public override int InputSize => Begin + 1;

    /// <inheritdoc/>
    public override int OutputSize => Blank + 1;

    /// <inheritdoc/>
    public override int FirstLoss => 0;

    /// <inheritdoc/>
    public override string LossName => "cross-entropy, nats a step";

    /// <inheritdoc/>
    public override double Baseline => Word * Math.Log(Symbols) / Steps;

    /// <inheritdoc/>
    public override double Solved => Baseline / 10;

    /// <inheritdoc/>
    public override void Draw(ulong seed, ulong number, TaskBatch batch)
    {
        batch.Inputs.Clear();
        batch.Targets.Fill(Blank);
        for (int row = 0; row < batch.Rows; row++)
        {
            for (int step = 0; step < Steps; step++)
            {
                bool isWord = step < Word;
                int input = isWord ? CounterRandom.Below(seed, number, (ulong)((row * Word) + step), Symbols) : step == Steps - Word - 1 ? Begin : Blank;
                batch.Inputs[(((step * batch.Rows) + row) * InputSize) + input] = 1;
                if (isWord)
                    batch.Targets[((Steps - Word + step) * batch.Rows) + row] = input;
            }
        }
    }

    /// <inheritdoc/>
    public override Variable<float> Loss(Variable<float> answers, TaskBatch batch, int first)
    {
        int count = answers.Shape[0];
        int[] classes = ArrayPool<int>.Shared.Rent(count);
        for (int i = 0; i < count; i++)
            classes[i] = (int)batch.Targets[(first * batch.Rows) + i];
        Variable<float> loss = Losses.SoftmaxCrossEntropy(answers, classes.AsSpan(0, count), LossReduction.Sum);
        ArrayPool<int>.Shared.Return(classes);
        return loss;
    }

    /// <inheritdoc/>
    public override (int Right, int Count) Judge(ReadOnlySpan<float> answers, TaskBatch batch)
    {
        int right = 0;
        for (int place = (Steps - Word) * batch.Rows; place < Steps * batch.Rows; place++)
        {
            ReadOnlySpan<float> scores = answers.Slice(place * OutputSize, OutputSize);
            int likeliest = 0;
            for (int i = 1; i < scores.Length; i++)
                likeliest = scores[i] > scores[likeliest] ? i : likeliest;
            right += likeliest == (int)batch.Targets[place] ? 1 : 0;
        }

        return (right, Word * batch.Rows);
    }
}
