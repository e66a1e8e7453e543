using System;
using System.Numerics;
using AutoDiff.Storage;

namespace AutoDiff;

/// <summary>
/// Derivatives as values on the tape. Each method takes what was recorded and returns variables, on the same tape; with
/// <c>record</c> they are themselves differentiable, to any order.
/// </summary>
public static partial class Transforms
{
    /// <summary>Derivatives of what a tape has recorded.</summary>
    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The gradient of a scalar with respect to one node: <c>d root / d wrt</c>, of the node's shape.</summary>
        /// <param name="root">The scalar.</param>
        /// <param name="wrt">A variable, a parameter in use, or any value computed from one.</param>
        /// <param name="record">Whether the gradient can be differentiated again.</param>
        /// <param name="unconnected">What the gradient is where the root does not depend on the node.</param>
        /// <returns>The gradient, on the tape.</returns>
        /// <exception cref="ArgumentException">The root has not exactly one element.</exception>
        /// <exception cref="TapeException">A value is gone or on another tape; the root depends on nothing, or not on <paramref name="wrt"/>.</exception>
        /// <remarks>Cost: a small multiple of the forward pass, whatever the number of elements of <paramref name="wrt"/>.</remarks>
        public Variable<T> Gradient(Variable<T> root, Variable<T> wrt, bool record = false, Unconnected unconnected = Unconnected.Refuse)
        {
            Variable<T> gradient = default;
            Reverse(tape, nameof(Gradient), [root], [], [wrt], new(ref gradient), record, unconnected);
            return gradient;
        }

        /// <summary>The gradients of a scalar with respect to several nodes, in one sweep.</summary>
        /// <param name="root">The scalar.</param>
        /// <param name="wrt">Variables, parameters in use, or any values computed from them.</param>
        /// <param name="record">Whether the gradients can be differentiated again.</param>
        /// <param name="unconnected">What the gradient is where the root does not depend on a node.</param>
        /// <returns>A gradient for each node, of its shape, on the tape.</returns>
        /// <exception cref="ArgumentException">The root has not exactly one element.</exception>
        /// <exception cref="TapeException">A value is gone or on another tape; the root depends on nothing, or not on one of the nodes.</exception>
        public Variable<T>[] Gradient(Variable<T> root, ReadOnlySpan<Variable<T>> wrt, bool record = false, Unconnected unconnected = Unconnected.Refuse)
        {
            Variable<T>[] gradients = new Variable<T>[wrt.Length];
            tape.Gradient(root, wrt, gradients, record, unconnected);
            return gradients;
        }

        /// <summary>The vector-Jacobian product of several roots: <c>sum_i cotangents[i] · d roots[i] / d wrt</c>.</summary>
        /// <param name="roots">What is differentiated.</param>
        /// <param name="cotangents">One for each root, of its shape.</param>
        /// <param name="wrt">Variables, parameters in use, or any values computed from them.</param>
        /// <param name="record">Whether the products can be differentiated again.</param>
        /// <param name="unconnected">What the product is where no root depends on a node.</param>
        /// <returns>A product for each node, of its shape, on the tape.</returns>
        /// <exception cref="ArgumentException">Counts or shapes of roots and cotangents do not fit.</exception>
        /// <exception cref="TapeException">A value is gone or on another tape; a root depends on nothing, or none depends on one of the nodes.</exception>
        public Variable<T>[] Vjp(
            ReadOnlySpan<Variable<T>> roots,
            ReadOnlySpan<Variable<T>> cotangents,
            ReadOnlySpan<Variable<T>> wrt,
            bool record = false,
            Unconnected unconnected = Unconnected.Refuse)
        {
            Variable<T>[] products = new Variable<T>[wrt.Length];
            tape.Vjp(roots, cotangents, wrt, products, record, unconnected);
            return products;
        }

        /// <summary>The Jacobian-vector product <c>d root / d wrt · tangent</c>, by forward mode.</summary>
        /// <param name="root">What is differentiated.</param>
        /// <param name="wrt">A variable, a parameter in use, or any value computed from one.</param>
        /// <param name="tangent">The direction, of <paramref name="wrt"/>'s shape.</param>
        /// <param name="record">Whether the product can be differentiated again.</param>
        /// <param name="unconnected">What the product is where the root does not depend on the node.</param>
        /// <returns>The product, of the root's shape, on the tape.</returns>
        /// <exception cref="ArgumentException">The tangent has another shape.</exception>
        /// <exception cref="TapeException">A value is gone or on another tape, or the root does not depend on <paramref name="wrt"/>.</exception>
        public Variable<T> Jvp(Variable<T> root, Variable<T> wrt, Variable<T> tangent, bool record = false, Unconnected unconnected = Unconnected.Refuse)
        {
            Variable<T> product = default;
            Forward(tape, nameof(Jvp), [root], [wrt], [tangent], new(ref product), record, unconnected);
            return product;
        }

        /// <summary>
        /// The Jacobian-vector products of several roots along one direction of several nodes. Where one of the nodes depends on
        /// another, or is named twice, its tangents add up: the product is the transpose of <c>Vjp</c>.
        /// </summary>
        /// <param name="roots">What is differentiated.</param>
        /// <param name="wrt">Variables, parameters in use, or any values computed from them.</param>
        /// <param name="tangents">The direction: one tangent for each node, of its shape.</param>
        /// <param name="record">Whether the products can be differentiated again.</param>
        /// <param name="unconnected">What the product is for a root that depends on none of the nodes.</param>
        /// <returns>A product for each root, of its shape, on the tape.</returns>
        /// <exception cref="ArgumentException">Counts or shapes of nodes and tangents do not fit.</exception>
        /// <exception cref="TapeException">A value is gone or on another tape, or a root does not depend on any of the nodes.</exception>
        public Variable<T>[] Jvp(
            ReadOnlySpan<Variable<T>> roots,
            ReadOnlySpan<Variable<T>> wrt,
            ReadOnlySpan<Variable<T>> tangents,
            bool record = false,
            Unconnected unconnected = Unconnected.Refuse)
        {
            Variable<T>[] products = new Variable<T>[roots.Length];
            tape.Jvp(roots, wrt, tangents, products, record, unconnected);
            return products;
        }

        /// <summary>
        /// The product of a scalar's Hessian with a vector, <c>d²root/dwrt² · tangent</c>, by forward mode over the
        /// recorded gradient: the cost of a few gradients, and no matrix.
        /// </summary>
        /// <param name="root">The scalar.</param>
        /// <param name="wrt">A variable, a parameter in use, or any value computed from one.</param>
        /// <param name="tangent">The vector, of <paramref name="wrt"/>'s shape.</param>
        /// <param name="record">Whether the product can be differentiated again.</param>
        /// <returns>The product, of <paramref name="wrt"/>'s shape, on the tape.</returns>
        /// <exception cref="ArgumentException">The root has not exactly one element, or the tangent has another shape.</exception>
        /// <exception cref="TapeException">A value is gone or on another tape, or the root does not depend on <paramref name="wrt"/>.</exception>
        /// <remarks>
        /// Each call records the gradient anew: for many products at one point take <c>HessianProduct</c>, which records it once.
        /// </remarks>
        public Variable<T> Hvp(Variable<T> root, Variable<T> wrt, Variable<T> tangent, bool record = false)
        {
            Variable<T> product = default;
            tape.Hvp(root, [wrt], [tangent], new Span<Variable<T>>(ref product), record);
            return product;
        }

        /// <summary>
        /// The product of a scalar's Hessian with respect to several nodes together with a vector that has a part for each, as the
        /// Newton and conjugate-gradient methods need it for all the parameters of a model.
        /// </summary>
        /// <param name="root">The scalar.</param>
        /// <param name="wrt">Variables, parameters in use, or any values computed from them.</param>
        /// <param name="tangents">The vector: a part for each node, of its shape.</param>
        /// <param name="record">Whether the product can be differentiated again.</param>
        /// <returns>The product: a part for each node, of its shape, on the tape.</returns>
        /// <exception cref="ArgumentException">The root has not exactly one element, or counts or shapes of nodes and tangents do not fit.</exception>
        /// <exception cref="TapeException">A value is gone or on another tape, or the root does not depend on one of the nodes.</exception>
        public Variable<T>[] Hvp(Variable<T> root, ReadOnlySpan<Variable<T>> wrt, ReadOnlySpan<Variable<T>> tangents, bool record = false)
        {
            Variable<T>[] product = new Variable<T>[wrt.Length];
            tape.Hvp(root, wrt, tangents, product, record);
            return product;
        }

        /// <summary>The derivative of several roots with respect to several nodes as a linear map, for products with many vectors.</summary>
        /// <param name="roots">What is differentiated.</param>
        /// <param name="wrt">Variables, parameters in use, or any values computed from them.</param>
        /// <returns>The map; it holds until the tape is reset.</returns>
        /// <exception cref="TapeException">A value is gone or on another tape.</exception>
        /// <remarks>The products are those of <c>Jvp</c>, zero for a root that depends on none of the nodes.</remarks>
        public Linearization<T> Linearize(ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<Variable<T>> wrt) => new(tape, nameof(Linearize), roots, wrt);

        /// <summary>
        /// A scalar's Hessian as a linear map, for products with many vectors at one point, as the conjugate-gradient method needs them: the gradient is
        /// recorded once, and each product is one forward sweep over it.
        /// </summary>
        /// <param name="root">The scalar.</param>
        /// <param name="wrt">Variables, parameters in use, or any values computed from them.</param>
        /// <returns>The map, from vectors to products that have a part for each node; it holds until the tape is reset.</returns>
        /// <exception cref="ArgumentException">The root has not exactly one element.</exception>
        /// <exception cref="TapeException">A value is gone or on another tape, or the root does not depend on one of the nodes.</exception>
        /// <example>
        /// <code>
        /// Linearization&lt;double&gt; hessian = tape.HessianProduct(loss, weights);
        /// hessian.Times(direction, product);
        /// </code>
        /// </example>
        public Linearization<T> HessianProduct(Variable<T> root, params ReadOnlySpan<Variable<T>> wrt) =>
            new(tape, nameof(HessianProduct), Gradients(tape, nameof(HessianProduct), root, wrt, record: true), wrt);
    }

    // The gradients for another method, whose name errors then have.
    internal static Variable<T>[] Gradients<T>(
        Tape<T> tape, string operation, Variable<T> root, ReadOnlySpan<Variable<T>> wrt, bool record, Unconnected unconnected = Unconnected.Refuse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>[] gradients = new Variable<T>[wrt.Length];
        Reverse(tape, operation, [root], [], wrt, gradients, record, unconnected);
        return gradients;
    }

    private static void Reverse<T>(
        Tape<T> tape, string operation, ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<Variable<T>> cotangents, ReadOnlySpan<Variable<T>> wrt, Span<Variable<T>> gradients,
        bool record, Unconnected unconnected)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        tape.EnterDerivative(operation);
        using Rented<int> wanted = new(wrt.Length), results = new(wrt.Length);
        FindPlaces(tape, operation, wrt, wanted.Span);
        int end = BackwardPass<T>.CheckRoots(tape, operation, roots, cotangents);
        using Rented<bool> leads = new(end);
        Reach.From(tape, wanted.Span, leads.Span);
        TapeMark entries = tape.Mark;
        Arena<T>.Position memory = tape.Arena.Mark;
        try
        {
            if (record || tape.IsTracing || tape.IsInStretch)
                RecordedPass.Run(tape, operation, roots, cotangents, wanted.Span, results.Span, leads.Array, record);
            else
                tape.Pass.IntoResults(operation, roots, cotangents, wanted.Span, results.Span, leads.Array, unconnected);
            RefuseUnconnected(tape, operation, results.Span, roots, wrt, unconnected, perRoot: false);
        }
        catch
        {
            tape.GiveBack(in entries, memory);
            throw;
        }

        TakeResults(tape, results.Span, wanted.Span, gradients);
    }

    private static void Forward<T>(
        Tape<T> tape,
        string operation,
        ReadOnlySpan<Variable<T>> roots,
        ReadOnlySpan<Variable<T>> wrt,
        ReadOnlySpan<Variable<T>> tangents,
        Span<Variable<T>> products,
        bool record,
        Unconnected unconnected)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        tape.EnterDerivative(operation);
        using Rented<int> outputs = new(roots.Length), inputs = new(wrt.Length), results = new(roots.Length);
        FindPlaces(tape, operation, roots, outputs.Span);
        FindPlaces(tape, operation, wrt, inputs.Span);
        CheckTangents(tape, operation, wrt, tangents);
        TapeMark entries = tape.Mark;
        Arena<T>.Position memory = tape.Arena.Mark;
        try
        {
            ForwardPass.Run(tape, outputs.Span, inputs.Span, tangents, results.Span, record);
            RefuseUnconnected(tape, operation, results.Span, roots, wrt, unconnected, perRoot: true);
        }
        catch
        {
            tape.GiveBack(in entries, memory);
            throw;
        }

        TakeResults(tape, results.Span, outputs.Span, products);
    }

    private static void CheckTangents<T>(Tape<T> tape, string operation, ReadOnlySpan<Variable<T>> wrt, ReadOnlySpan<Variable<T>> tangents)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (wrt.Length != tangents.Length)
            throw TapeErrors.CountsDiffer(operation, "nodes", wrt.Length, "tangents", tangents.Length);
        for (int i = 0; i < wrt.Length; i++)
        {
            Shape given = tape.EntryAt(tape.Own(tangents[i], operation)).Shape, shape = tape.EntryAt(tape.Own(wrt[i], operation)).Shape;
            if (given != shape)
                throw TransformErrors.TangentShape(operation, shape, given);
        }
    }

    // Handles to the results, and zeros of the right shape where nothing arrived. They may take the place of the roots.
    private static void TakeResults<T>(Tape<T> tape, ReadOnlySpan<int> results, ReadOnlySpan<int> places, Span<Variable<T>> handles)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < results.Length; i++)
            handles[i] = results[i] < 0 ? tape.Fill(T.Zero, tape.EntryAt(places[i]).Shape) : tape.HandleOf(results[i]);
    }

    private static void RefuseUnconnected<T>(
        Tape<T> tape, string operation, ReadOnlySpan<int> results, ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<Variable<T>> wrt, Unconnected unconnected, bool perRoot)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < results.Length && unconnected == Unconnected.Refuse; i++)
        {
            if (results[i] < 0)
                RefuseIfUnconnected(tape, operation, perRoot ? roots[i..(i + 1)] : roots, perRoot ? wrt : wrt[i..(i + 1)]);
        }
    }

    // A path whose every derivative is zero still is a path.
    private static void RefuseIfUnconnected<T>(Tape<T> tape, string operation, ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<Variable<T>> wrt)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (Variable<T> variable in wrt)
        {
            if (Reach.AnyDependsOn(tape, roots, variable.Index))
                return;
        }

        throw TapeErrors.DoesNotDepend(operation, roots[0].ToString(), wrt[0].ToString());
    }

    private static int[] Places<T>(Tape<T> tape, string operation, ReadOnlySpan<Variable<T>> variables)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] places = new int[variables.Length];
        FindPlaces(tape, operation, variables, places);
        return places;
    }

    private static void FindPlaces<T>(Tape<T> tape, string operation, ReadOnlySpan<Variable<T>> variables, Span<int> places)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < variables.Length; i++)
            places[i] = tape.Own(variables[i], operation);
    }
}
