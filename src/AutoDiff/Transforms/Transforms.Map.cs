using System;
using System.Numerics;

namespace AutoDiff;

// Functions of one example, computed for a batch.
public static partial class Transforms
{
    /// <summary>Batched maps.</summary>
    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>
        /// A function of one example, applied to every example of a batch, <c>y[i] = function(x[i])</c>: the function is recorded once, and every
        /// operation is then computed for all examples by its batching rule.
        /// </summary>
        /// <param name="function">The function of one example. It may use whatever is on the tape, and take derivatives.</param>
        /// <param name="batch">The examples <c>[examples, ...]</c>.</param>
        /// <param name="report">Told which operations had no batching rule; null if nobody asks.</param>
        /// <returns>The results <c>[examples, ...]</c>.</returns>
        /// <exception cref="ArgumentException">The batch has no examples.</exception>
        /// <exception cref="TapeException">The function reads numbers that differ from example to example, or adds into parameters.</exception>
        public Variable<T> Map(Func<Variable<T>, Variable<T>> function, Variable<T> batch, BatchReport? report = null)
        {
            ArgumentNullException.ThrowIfNull(function);
            return Mapped(tape, nameof(Map), examples => [function(examples[0])], [batch], report)[0];
        }

        /// <summary>The same for a function of several inputs that differ from example to example.</summary>
        /// <param name="function">The function of one example of each batch, in their order.</param>
        /// <param name="batches">The batches <c>[examples, ...]</c>; what all examples share, the function takes from outside.</param>
        /// <param name="report">Told which operations had no batching rule; null if nobody asks.</param>
        /// <returns>The results <c>[examples, ...]</c>.</returns>
        /// <exception cref="ArgumentException">There is no batch, one has no examples, or their numbers differ.</exception>
        /// <exception cref="TapeException">The function reads numbers that differ from example to example, or adds into parameters.</exception>
        /// <remarks>
        /// <para>Every operation of one example becomes one operation of all, by the rule that its room states; for an operation without
        /// a rule each example is computed in turn, with the same result, and the report counts it. Differentiable in every way; maps
        /// may stand inside maps, derivatives inside maps, and maps inside derivatives.</para>
        /// <para>Since the function is called once, its control flow must not depend on numbers of the examples: reading them is refused.
        /// Whole numbers, such as classes, and dropout masks are the same for every example; what differs comes in a batch, as one-hot rows
        /// for instance. Cost: that of the batched operations, and the function once for the first example.</para>
        /// </remarks>
        /// <example><code>Variable&lt;double&gt; squares = tape.Map(x => Sum(Square(x)), points); // [n, d] to [n]</code></example>
        public Variable<T> Map(WorkedFunction<T> function, ReadOnlySpan<Variable<T>> batches, BatchReport? report = null)
        {
            ArgumentNullException.ThrowIfNull(function);
            return Mapped(tape, nameof(Map), examples => [function(examples)], batches.ToArray(), report)[0];
        }

        /// <summary>
        /// The gradient of every example's own loss, <c>g[i] = d loss(x[i]) / d wrt</c>, in one sweep: each example gets a copy of the nodes, so
        /// that the sweep does not add their gradients up.
        /// </summary>
        /// <param name="loss">The loss of one example of each batch; a scalar.</param>
        /// <param name="batches">The batches <c>[examples, ...]</c>.</param>
        /// <param name="wrt">Variables, parameters in use, or any values computed from them; on the tape before.</param>
        /// <param name="record">Whether the gradients can be differentiated again.</param>
        /// <param name="unconnected">What the gradient is where the loss does not depend on a node.</param>
        /// <param name="report">Told which operations had no batching rule; null if nobody asks.</param>
        /// <returns>For each node its gradients <c>[examples, ...]</c>, on the tape.</returns>
        /// <exception cref="ArgumentException">There is no batch, one has no examples, their numbers differ, or the loss is not a scalar.</exception>
        /// <exception cref="TapeException">As for <c>Map</c> and <c>Gradient</c>.</exception>
        /// <remarks>For the norms of examples' gradients, and for clipping each before they are added up, as private training does.</remarks>
        public Variable<T>[] PerSampleGradients(
            WorkedFunction<T> loss,
            ReadOnlySpan<Variable<T>> batches,
            ReadOnlySpan<Variable<T>> wrt,
            bool record = false,
            Unconnected unconnected = Unconnected.Refuse,
            BatchReport? report = null)
        {
            ArgumentNullException.ThrowIfNull(loss);
            tape.EnterDerivative(nameof(PerSampleGradients));
            int[] nodes = Places(tape, nameof(PerSampleGradients), wrt);
            BatchPass<T>? used = null;
            Variable<T> losses = Mapped(
                tape,
                nameof(PerSampleGradients),
                examples => [Loss(loss(examples))],
                batches.ToArray(),
                report,
                pass => LetEachHaveItsOwn(tape, used = pass, nodes))[0];
            return Gradients(tape, nameof(PerSampleGradients), Ops.Sum(losses), Array.ConvertAll(nodes, node => used!.Batched(node)), record, unconnected);
        }
    }

    // A node that is computed from another one follows from that one's copies.
    private static void LetEachHaveItsOwn<T>(Tape<T> tape, BatchPass<T> pass, int[] nodes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (int node in nodes)
        {
            if (!Reach.Any(tape, Array.FindAll(nodes, other => other != node), node))
                pass.Let(node, pass.Batched(node));
        }
    }

    private static Variable<T> Loss<T>(Variable<T> loss)
        where T : unmanaged, IFloatingPointIeee754<T> => loss.Shape.Count == 1 ? loss : throw TransformErrors.LossOfExample(loss.Shape);

    private static Variable<T>[] Mapped<T>(
        Tape<T> tape,
        string operation,
        Func<Variable<T>[], Variable<T>[]> function,
        Variable<T>[] batches,
        BatchReport? report,
        Action<BatchPass<T>>? prepare = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        tape.EnterDerivative(operation);
        int size = CheckBatches(tape, operation, batches);
        Variable<T>[] examples = new Variable<T>[batches.Length];
        for (int i = 0; i < batches.Length; i++)
        {
            Shape shape = batches[i].Shape.Remove(0);
            examples[i] = tape.Variable(tape.ValuesAt(batches[i].Index)[..shape.Count], shape);
        }

        bool recording = tape.Recording;
        int before = tape.BeginTrace(examples);
        Variable<T>[] roots;
        try
        {
            tape.Recording = true;
            roots = function(examples);
        }
        finally
        {
            tape.EndTrace(before);
            tape.Recording = recording;
        }

        Places(tape, operation, roots);
        BatchPass<T> pass = new(tape, size, report);
        for (int i = 0; i < batches.Length; i++)
            pass.Let(examples[i].Index, batches[i]);
        prepare?.Invoke(pass);
        return pass.Run(roots);
    }

    private static int CheckBatches<T>(Tape<T> tape, string operation, Variable<T>[] batches)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] places = Places(tape, operation, batches);
        if (places.Length == 0)
            throw TransformErrors.NoBatch(operation);
        Shape first = tape.EntryAt(places[0]).Shape;
        for (int i = 0; i < places.Length; i++)
        {
            Shape shape = tape.EntryAt(places[i]).Shape;
            if (shape.Rank == 0 || shape[0] == 0)
                throw TransformErrors.NoExamples(operation, i, shape);
            if (shape[0] != first[0])
                throw TransformErrors.BatchSizes(operation, first, i, shape);
        }

        return first[0];
    }
}
