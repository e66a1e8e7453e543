using System;

namespace AutoDiff.Examples.InfluenceBalancing;

/// <summary>What a truncated gradient sees of theta's influence on the first unit at rest, in closed form.</summary>
public static class Reach
{
    /// <summary>
    /// The derivative of the first unit with respect to theta through the last <c>window</c> steps: the sum over j below it of
    /// <c>P(Bin(j, 1/2) &lt; p) - P(p &lt;= Bin(j, 1/2) &lt; n)</c>. What has come from unit i in j steps has taken i - 1 of them to move.
    /// </summary>
    /// <param name="window">How many steps are seen.</param>
    public static double OfWindow(int window)
    {
        double sum = 0;

        // The probabilities of 0, 1, 2 and so on moves in j steps.
        double[] moves = new double[Network.Units];
        moves[0] = 1;
        for (int j = 0; j < window; j++)
        {
            for (int i = 0; i < moves.Length; i++)
                sum += i < Network.Up ? moves[i] : -moves[i];
            for (int i = moves.Length - 1; i >= 0; i--)
                moves[i] = 0.5 * (moves[i] + (i > 0 ? moves[i - 1] : 0));
        }

        return sum;
    }

    /// <summary>The mean over the losses of a chunk: they see windows of 1 to <c>length</c>.</summary>
    /// <param name="length">Steps in a chunk.</param>
    public static double OfChunk(int length)
    {
        double sum = 0;
        for (int window = 1; window <= length; window++)
            sum += OfWindow(window);
        return sum / length;
    }
}
