using System;
using System.Numerics;

namespace AutoDiff;

// Whole matrices of derivatives: one product is recorded, and computed for the rows of the identity at once.
public static partial class Transforms
{
    // Rows of the identity in one batch: more would need more memory and not be faster.
    private const int RowsAtOnce = 256;

    /// <summary>Matrices of derivatives.</summary>
    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The Jacobian <c>J[i, j] = d root[i] / d wrt[j]</c>, with all the axes of both.</summary>
        /// <param name="root">What is differentiated.</param>
        /// <param name="wrt">A variable, a parameter in use, or any value computed from one.</param>
        /// <param name="mode">Forward or reverse; by the numbers of elements unless said.</param>
        /// <param name="record">Whether the Jacobian can be differentiated again.</param>
        /// <param name="unconnected">What the Jacobian is where the root does not depend on the node.</param>
        /// <param name="report">Told which operations were computed at once; null if nobody asks.</param>
        /// <returns>The Jacobian <c>[root's axes..., wrt's axes...]</c>, on the tape.</returns>
        /// <exception cref="ArgumentException">Both together have more than <see cref="Shape.MaxRank"/> axes.</exception>
        /// <exception cref="TapeException">A value is gone or on another tape; the root depends on nothing, or not on <paramref name="wrt"/>.</exception>
        /// <remarks>
        /// Cost: a batched product with the identity, 256 rows at a time, each operation applied to all of them at once: as many
        /// multiplications as one product for each row, in far fewer and larger steps. Without <paramref name="record"/> only the
        /// result stays on the tape.
        /// </remarks>
        public Variable<T> Jacobian(
            Variable<T> root,
            Variable<T> wrt,
            JacobianMode mode = JacobianMode.Automatic,
            bool record = false,
            Unconnected unconnected = Unconnected.Refuse,
            BatchReport? report = null) =>
            Keep(tape, nameof(Jacobian), record, () => Matrix(tape, nameof(Jacobian), root, wrt, mode, record, unconnected, report));

        /// <summary>The Hessian of a scalar, <c>H[i, j] = d²root / d wrt[i] d wrt[j]</c>: forward mode over the recorded gradient, all columns at once.</summary>
        /// <param name="root">The scalar.</param>
        /// <param name="wrt">A variable, a parameter in use, or any value computed from one.</param>
        /// <param name="record">Whether the Hessian can be differentiated again.</param>
        /// <param name="report">Told which operations were computed at once; null if nobody asks.</param>
        /// <returns>The Hessian <c>[wrt's axes..., wrt's axes...]</c>, on the tape.</returns>
        /// <exception cref="ArgumentException">The root has not exactly one element, or the node more than half of <see cref="Shape.MaxRank"/> axes.</exception>
        /// <exception cref="TapeException">A value is gone or on another tape; the root depends on nothing, or not on <paramref name="wrt"/>.</exception>
        /// <remarks>Cost: as many Hessian-vector products as the node has elements, 256 at a time. For a few directions <c>Hvp</c> is cheaper.</remarks>
        public Variable<T> Hessian(Variable<T> root, Variable<T> wrt, bool record = false, BatchReport? report = null) =>
            Keep(
                tape,
                nameof(Hessian),
                record,
                () => Matrix(tape, nameof(Hessian), Gradients(tape, nameof(Hessian), root, [wrt], record: true)[0], wrt, JacobianMode.Forward, record, Unconnected.Zero, report));

        /// <summary>
        /// The derivatives of the first orders along a direction, <c>d^k/dt^k root(wrt + t · direction)</c> at <c>t = 0</c>, by forward mode
        /// over itself.
        /// </summary>
        /// <param name="root">What is differentiated; any array.</param>
        /// <param name="wrt">A variable, a parameter in use, or any value computed from one.</param>
        /// <param name="direction">
        /// The direction, of <paramref name="wrt"/>'s shape; it stays the same while <c>t</c> moves, even where it depends on <paramref name="wrt"/>.
        /// </param>
        /// <param name="order">The highest order, 1 or more.</param>
        /// <param name="record">Whether the derivatives can be differentiated again.</param>
        /// <returns>The derivatives of order 1, 2, ... up to <paramref name="order"/>, each of the root's shape, on the tape.</returns>
        /// <exception cref="ArgumentException">
        /// The direction has another shape, or the order is less than 1, or it is more than 1 and to be recorded along a direction that depends on <paramref name="wrt"/>.
        /// </exception>
        /// <exception cref="TapeException">A value is gone or on another tape, or the root does not depend on <paramref name="wrt"/>.</exception>
        /// <remarks>Cost: every order works on the operations of the one before, so time and memory grow by a factor of two to three with each.</remarks>
        public Variable<T>[] Directional(Variable<T> root, Variable<T> wrt, Variable<T> direction, int order, bool record = false)
        {
            if (order < 1)
                throw TransformErrors.Order(nameof(Directional), order);
            int place = tape.Own(wrt, nameof(Directional));
            if (order > 1 && tape.Own(direction, nameof(Directional)) >= place && Reach.AnyDependsOn(tape, [direction], place))
                direction = record ? throw TransformErrors.MovingDirection() : Ops.Detach(direction);
            Variable<T>[] derivatives = new Variable<T>[order];
            for (int k = 0; k < order; k++)
            {
                Forward(tape, nameof(Directional), [root], [wrt], [direction], derivatives.AsSpan(k, 1), record || k < order - 1, k == 0 ? Unconnected.Refuse : Unconnected.Zero);
                root = derivatives[k];
            }

            return derivatives;
        }

        /// <summary>A function's value and its gradient, where the gradient is all that is wanted of the function.</summary>
        /// <param name="function">The function; it returns a scalar.</param>
        /// <param name="at">Where: a variable, a parameter in use, or any value computed from one.</param>
        /// <param name="record">Whether the gradient can be differentiated again.</param>
        /// <returns>Both, on the tape.</returns>
        /// <exception cref="ArgumentException">The function's result has not exactly one element.</exception>
        /// <exception cref="TapeException">The function's result does not depend on <paramref name="at"/>.</exception>
        public (Variable<T> Value, Variable<T> Gradient) ValueAndGradient(Func<Variable<T>, Variable<T>> function, Variable<T> at, bool record = false)
        {
            ArgumentNullException.ThrowIfNull(function);
            Variable<T> value = function(at);
            return (value, Gradients(tape, nameof(ValueAndGradient), value, [at], record)[0]);
        }
    }

    private static Variable<T> Matrix<T>(
        Tape<T> tape, string operation, Variable<T> root, Variable<T> wrt, JacobianMode mode, bool record, Unconnected unconnected, BatchReport? report)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        tape.EnterDerivative(operation);
        Shape of = tape.EntryAt(tape.Own(root, operation)).Shape, by = tape.EntryAt(tape.Own(wrt, operation)).Shape;
        if (of.Rank + by.Rank > Shape.MaxRank)
            throw TransformErrors.TooManyAxes(operation, of, by);
        bool forward = mode == JacobianMode.Forward || (mode == JacobianMode.Automatic && by.Count < of.Count);
        Shape rowShape = forward ? by : of, all = Joined(in of, in by);
        Variable<T> row = tape.Fill(T.Zero, rowShape);
        int[] product = [-1];

        // The product is computed for all rows at once.
        int before = tape.BeginTrace([row]);
        try
        {
            if (forward)
                ForwardPass.Run(tape, [root.Index], [wrt.Index], [row], product, record);
            else if (tape.EntryAt(root.Index).Is(EntryFlags.Active))
                RecordedPass.Run(tape, operation, [root], [row], [wrt.Index], product, Reach.From(tape, [wrt.Index], root.Index + 1), record);
        }
        finally
        {
            tape.EndTrace(before);
        }

        if (product[0] < 0)
        {
            if (unconnected == Unconnected.Refuse)
                RefuseIfUnconnected(tape, operation, [root], [wrt]);
            return tape.Fill(T.Zero, all);
        }

        if (all.Count == 0)
            return tape.Fill(T.Zero, all);
        Variable<T> rows = Rows(tape, tape.HandleOf(product[0]), row, record, report);
        return Ops.Reshape(forward ? Ops.Transpose(Ops.Reshape(rows, new Shape(by.Count, of.Count))) : rows, all);
    }

    // The product for every row of the identity: [rows, ...].
    private static Variable<T> Rows<T>(Tape<T> tape, Variable<T> product, Variable<T> row, bool record, BatchReport? report)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = row.Shape;
        bool recording = tape.Recording;
        tape.Recording = record;
        try
        {
            Variable<T>[] parts = new Variable<T>[(shape.Count + RowsAtOnce - 1) / RowsAtOnce];
            for (int i = 0; i < parts.Length; i++)
            {
                int first = i * RowsAtOnce, size = Math.Min(RowsAtOnce, shape.Count - first);
                T[] identity = new T[size * shape.Count];
                for (int at = 0; at < size; at++)
                    identity[(at * shape.Count) + first + at] = T.One;
                BatchPass<T> pass = new(tape, size, report);
                pass.Let(row.Index, tape.Constant(identity, shape.Insert(0, size)));
                parts[i] = pass.Run([product])[0];
            }

            return Ops.Concatenate(0, parts);
        }
        finally
        {
            tape.Recording = recording;
        }
    }

    // What is not to be differentiated again leaves only its result behind, unless all of it is to be computed for a batch.
    private static Variable<T> Keep<T>(Tape<T> tape, string operation, bool record, Func<Variable<T>> compute)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (record || tape.IsTracing)
            return compute();
        tape.EnterDerivative(operation);
        TapeMark entries = tape.Mark;
        var memory = tape.Arena.Mark;
        T[] values = [];
        Shape shape = default;
        try
        {
            Variable<T> result = compute();
            (values, shape) = (result.ToArray(), result.Shape);
        }
        finally
        {
            tape.GiveBack(in entries, memory);
        }

        return tape.Constant(values, shape);
    }

    private static Shape Joined(in Shape first, in Shape second)
    {
        Span<int> lengths = stackalloc int[Shape.MaxRank];
        first.Axes.CopyTo(lengths);
        second.Axes.CopyTo(lengths[first.Rank..]);
        return new Shape(lengths[..(first.Rank + second.Rank)]);
    }
}
