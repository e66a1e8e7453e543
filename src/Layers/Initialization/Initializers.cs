using System;
using System.Numerics;

namespace AutoDiff.Layers;

/// <summary>
/// First values for parameters. Each method overwrites one parameter and, where it draws, takes one key from the stream:
/// the numbers depend on seed, position and place in the parameter alone.
/// </summary>
/// <remarks>
/// A fan is a number of connections. For a weight <c>[inputs, outputs]</c> the fan in is <c>inputs</c> and the fan out
/// <c>outputs</c>; for the gates' weights side by side, <c>[inputs, gates * hidden]</c>, the fan out of one gate is <c>hidden</c>.
/// </remarks>
public static class Initializers
{
    /// <summary>Sets every element to <paramref name="value"/>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="parameter">What is set.</param>
    /// <param name="value">The value of every element.</param>
    public static void Constant<T>(Parameter<T> parameter, double value)
        where T : unmanaged, IFloatingPointIeee754<T> => parameter.Write().Fill(T.CreateTruncating(value));

    /// <summary>Sets one gate's part of a bias and leaves the others: block <paramref name="gate"/> of <paramref name="gates"/> equal blocks of the last axis.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="bias">The bias, <c>[..., gates * hidden]</c>.</param>
    /// <param name="gate">The gate's place, from 0; the forget gate of an LSTM with gates input, forget, candidate, output is 1.</param>
    /// <param name="gates">How many gates share the last axis.</param>
    /// <param name="value">The value; 1 for a forget gate lets a new LSTM remember.</param>
    /// <exception cref="ArgumentException">
    /// The bias has no axis, the last axis does not divide into the gates, there is no such gate, or the value is not finite in the element type.
    /// </exception>
    /// <remarks>Source: Jozefowicz, Zaremba, Sutskever 2015, "An Empirical Exploration of Recurrent Network Architectures", section 3.2.</remarks>
    public static void GateBias<T>(Parameter<T> bias, int gate, int gates, double value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int hidden = InitializerErrors.BlockLength(nameof(GateBias), bias, gates);
        if ((uint)gate >= (uint)gates)
            InitializerErrors.NoSuchGate(nameof(GateBias), gate, gates);
        T rounded = T.CreateTruncating(value);
        if (!T.IsFinite(rounded))
            InitializerErrors.NotFinite(nameof(GateBias), nameof(value), value);
        Span<T> values = bias.Write();
        for (int start = gate * hidden; start < values.Length; start += gates * hidden)
            values.Slice(start, hidden).Fill(rounded);
    }

    /// <summary>Draws every element evenly from <paramref name="low"/> to <paramref name="high"/>: <c>low + (high - low) u</c> with <c>u</c> in [0, 1).</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="parameter">What is set.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound; reached only by rounding.</param>
    /// <param name="random">Gives one key.</param>
    /// <exception cref="ArgumentException">A bound is not finite, or <paramref name="low"/> is above <paramref name="high"/>.</exception>
    public static void Uniform<T>(Parameter<T> parameter, double low, double high, RandomStream random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!double.IsFinite(high - low) || low > high)
            InitializerErrors.NotAnInterval(low, high);
        T from = T.CreateTruncating(low), length = T.CreateTruncating(high - low);
        Span<T> values = parameter.Write();
        RandomKey key = random.Next();
        CounterRandom.FillUniform(key.Seed, key.Stream, 0, values);
        for (int i = 0; i < values.Length; i++)
            values[i] = from + (length * values[i]);
    }

    /// <summary>Draws every element from the normal distribution.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="parameter">What is set.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">The standard deviation.</param>
    /// <param name="random">Gives one key.</param>
    /// <exception cref="ArgumentException">The mean is not finite, or the deviation is negative or not finite.</exception>
    public static void Normal<T>(Parameter<T> parameter, double mean, double deviation, RandomStream random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!double.IsFinite(mean))
            InitializerErrors.NotFinite(nameof(Normal), nameof(mean), mean);
        InitializerErrors.RequireScale(nameof(Normal), nameof(deviation), deviation);
        T centre = T.CreateTruncating(mean), scale = T.CreateTruncating(deviation);
        Span<T> values = parameter.Write();
        RandomKey key = random.Next();
        CounterRandom.FillNormal(key.Seed, key.Stream, 0, values);
        for (int i = 0; i < values.Length; i++)
            values[i] = centre + (scale * values[i]);
    }

    /// <summary>Draws evenly from <c>-b</c> to <c>b</c> with <c>b = gain sqrt(6 / (fanIn + fanOut))</c>: variance <c>2 gain² / (fanIn + fanOut)</c>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="parameter">What is set.</param>
    /// <param name="fanIn">Connections into one output.</param>
    /// <param name="fanOut">Connections out of one input.</param>
    /// <param name="random">Gives one key.</param>
    /// <param name="gain">Multiplies the numbers; 1 suits tanh near 0.</param>
    /// <exception cref="ArgumentException">A fan is less than 1, or the gain is negative or not finite.</exception>
    /// <remarks>Source: Glorot, Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks", eq. 16.</remarks>
    public static void XavierUniform<T>(Parameter<T> parameter, int fanIn, int fanOut, RandomStream random, double gain = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double bound = Math.Sqrt(3) * XavierDeviation(nameof(XavierUniform), fanIn, fanOut, gain);
        Uniform(parameter, -bound, bound, random);
    }

    /// <summary>Draws from the normal distribution with mean 0 and variance <c>2 gain² / (fanIn + fanOut)</c>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="parameter">What is set.</param>
    /// <param name="fanIn">Connections into one output.</param>
    /// <param name="fanOut">Connections out of one input.</param>
    /// <param name="random">Gives one key.</param>
    /// <param name="gain">Multiplies the numbers; 1 suits tanh near 0.</param>
    /// <exception cref="ArgumentException">A fan is less than 1, or the gain is negative or not finite.</exception>
    /// <remarks>Source: Glorot, Bengio 2010, eq. 12.</remarks>
    public static void XavierNormal<T>(Parameter<T> parameter, int fanIn, int fanOut, RandomStream random, double gain = 1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Normal(parameter, 0, XavierDeviation(nameof(XavierNormal), fanIn, fanOut, gain), random);

    /// <summary>Draws evenly from <c>-b</c> to <c>b</c> with <c>b = sqrt(6 / fanIn)</c>: variance <c>2 / fanIn</c>, which relu layers keep.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="parameter">What is set.</param>
    /// <param name="fanIn">Connections into one output.</param>
    /// <param name="random">Gives one key.</param>
    /// <exception cref="ArgumentException">The fan is less than 1.</exception>
    /// <remarks>Source: He, Zhang, Ren, Sun 2015, "Delving Deep into Rectifiers", eq. 10, as an even distribution of that variance.</remarks>
    public static void HeUniform<T>(Parameter<T> parameter, int fanIn, RandomStream random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double bound = Math.Sqrt(3) * HeDeviation(nameof(HeUniform), fanIn);
        Uniform(parameter, -bound, bound, random);
    }

    /// <summary>Draws from the normal distribution with mean 0 and variance <c>2 / fanIn</c>, which relu layers keep.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="parameter">What is set.</param>
    /// <param name="fanIn">Connections into one output.</param>
    /// <param name="random">Gives one key.</param>
    /// <exception cref="ArgumentException">The fan is less than 1.</exception>
    /// <remarks>Source: He, Zhang, Ren, Sun 2015, "Delving Deep into Rectifiers", eq. 10.</remarks>
    public static void HeNormal<T>(Parameter<T> parameter, int fanIn, RandomStream random)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Normal(parameter, 0, HeDeviation(nameof(HeNormal), fanIn), random);

    /// <summary>
    /// Makes each block of columns <c>gain</c> times a random matrix with orthonormal columns (or rows, where a block is
    /// wider than high): it keeps lengths, so that signals neither grow nor fade through many steps.
    /// </summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="parameter">The matrix, <c>[rows, blocks * columns]</c>; a recurrent weight <c>[hidden, gates * hidden]</c> has a block for each gate.</param>
    /// <param name="random">Gives one key.</param>
    /// <param name="gain">Multiplies the orthonormal matrix.</param>
    /// <param name="blocks">How many matrices stand side by side.</param>
    /// <exception cref="ArgumentException">The parameter has not two axes, its columns do not divide into the blocks, or the gain is negative or not finite.</exception>
    /// <remarks>
    /// <para>Orthonormal to about 1e-15 in double, rounded once to the element type; drawn evenly from all such matrices.</para>
    /// <para>Cost: about <c>4 rows columns min(rows, columns)</c> multiplications and additions a block. Source: Saxe, McClelland, Ganguli 2014, "Exact
    /// solutions to the nonlinear dynamics of learning in deep linear neural networks".</para>
    /// </remarks>
    public static void Orthogonal<T>(Parameter<T> parameter, RandomStream random, double gain = 1, int blocks = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (parameter.Shape.Rank != 2)
            InitializerErrors.NotAMatrix(nameof(Orthogonal), parameter);
        int columns = InitializerErrors.BlockLength(nameof(Orthogonal), parameter, blocks);
        InitializerErrors.RequireScale(nameof(Orthogonal), nameof(gain), gain);
        int rows = parameter.Shape[0];
        RandomKey key = random.Next();
        Span<T> values = parameter.Write();
        for (int block = 0; block < blocks && values.Length > 0; block++)
        {
            OrthonormalSet set = new(Math.Min(rows, columns), Math.Max(rows, columns));
            set.Draw(key, first: (ulong)block << 40);
            for (int row = 0; row < rows; row++)
            {
                Span<T> part = values.Slice((row * blocks * columns) + (block * columns), columns);
                for (int column = 0; column < columns; column++)
                    part[column] = T.CreateTruncating(gain * (rows >= columns ? set[column, row] : set[row, column]));
            }
        }
    }

    /// <summary>Makes each block of columns <c>scale</c> times the identity matrix: a relu cell with such recurrent weights keeps its state from the start.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="parameter">The matrix, <c>[rows, blocks * columns]</c>.</param>
    /// <param name="scale">What stands on the diagonals.</param>
    /// <param name="blocks">How many matrices stand side by side.</param>
    /// <exception cref="ArgumentException">The parameter has not two axes, its columns do not divide into the blocks, or the scale is not finite.</exception>
    /// <remarks>Source: Le, Jaitly, Hinton 2015, "A Simple Way to Initialize Recurrent Networks of Rectified Linear Units" (IRNN).</remarks>
    public static void Identity<T>(Parameter<T> parameter, double scale = 1, int blocks = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (parameter.Shape.Rank != 2)
            InitializerErrors.NotAMatrix(nameof(Identity), parameter);
        int columns = InitializerErrors.BlockLength(nameof(Identity), parameter, blocks);
        if (!double.IsFinite(scale))
            InitializerErrors.NotFinite(nameof(Identity), nameof(scale), scale);
        Span<T> values = parameter.Write();
        values.Clear();
        for (int row = 0; row < Math.Min(parameter.Shape[0], columns); row++)
        {
            for (int block = 0; block < blocks; block++)
                values[(((row * blocks) + block) * columns) + row] = T.CreateTruncating(scale);
        }
    }

    /// <summary>
    /// Lets the units of a gated cell remember for times spread from 1 to a longest lag: the bias of the gate that keeps is <c>log u</c>, with u even in
    /// <c>[1, longestLag - 1]</c>, and that of a gate that takes in, if there is one, <c>-log u</c>. Other gates' biases stay.
    /// </summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="bias">The bias, <c>[gates * hidden]</c>.</param>
    /// <param name="longestLag">The longest dependency that is expected, in steps; at least 2.</param>
    /// <param name="random">Gives one key.</param>
    /// <param name="keep">The gate that keeps: an LSTM's forget gate, 1; a GRU's update gate, 1 too.</param>
    /// <param name="take">The gate that takes in: an LSTM's input gate, 0; null for a cell that takes in what it does not keep, as a GRU.</param>
    /// <param name="gates">How many gates share the bias: an LSTM's 4, a GRU's 3.</param>
    /// <exception cref="ArgumentException">
    /// The lag is less than 2 or not finite, the bias does not divide into the gates, there is no such gate,
    /// or one gate is to keep and to take in.
    /// </exception>
    /// <example><code>Initializers.Chrono(lstm.Bias!, longestLag: 200, random);</code></example>
    /// <remarks>Source: Tallec, Ollivier 2018, "Can recurrent neural networks warp time?", eq. 16.</remarks>
    public static void Chrono<T>(Parameter<T> bias, double longestLag, RandomStream random, int keep = 1, int? take = 0, int gates = 4)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int hidden = InitializerErrors.BlockLength(nameof(Chrono), bias, gates);
        if (!(double.IsFinite(longestLag) && longestLag >= 2))
            InitializerErrors.NotALag(longestLag);
        if ((uint)keep >= (uint)gates || (take is { } one && (uint)one >= (uint)gates))
            InitializerErrors.NoSuchGate(nameof(Chrono), (uint)keep >= (uint)gates ? keep : take!.Value, gates);
        if (keep == take)
            InitializerErrors.OneGate(keep);
        RandomKey key = random.Next();
        Span<T> values = bias.Write();
        double[] draws = new double[values.Length / gates];
        CounterRandom.FillUniform(key.Seed, key.Stream, 0, draws);
        for (int i = 0; i < draws.Length; i++)
        {
            int first = (i / hidden * gates * hidden) + (i % hidden);
            T time = T.CreateTruncating(Math.Log(1 + (draws[i] * (longestLag - 2))));
            values[first + (keep * hidden)] = time;
            if (take is { } gate)
                values[first + (gate * hidden)] = -time;
        }
    }

    private static double XavierDeviation(string operation, int fanIn, int fanOut, double gain)
    {
        InitializerErrors.RequireFan(operation, nameof(fanIn), fanIn);
        InitializerErrors.RequireFan(operation, nameof(fanOut), fanOut);
        InitializerErrors.RequireScale(operation, nameof(gain), gain);
        return gain * Math.Sqrt(2.0 / ((double)fanIn + fanOut));
    }

    private static double HeDeviation(string operation, int fanIn)
    {
        InitializerErrors.RequireFan(operation, nameof(fanIn), fanIn);
        return Math.Sqrt(2.0 / fanIn);
    }
}
