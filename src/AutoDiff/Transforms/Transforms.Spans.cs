using System;
using System.Numerics;

namespace AutoDiff;

// The derivatives of several values into the caller's memory: once the tape has grown to its size, nothing is allocated.
public static partial class Transforms
{
    /// <summary>Derivatives of what a tape has recorded, into the caller's memory.</summary>
    extension<T>(Tape<T> tape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>The gradients of a scalar with respect to several nodes, in one sweep.</summary>
        /// <param name="root">The scalar.</param>
        /// <param name="wrt">Variables, parameters in use, or any values computed from them.</param>
        /// <param name="gradients">Where the gradients go: one for each node, of its shape, on the tape.</param>
        /// <param name="record">Whether the gradients can be differentiated again.</param>
        /// <param name="unconnected">What the gradient is where the root does not depend on a node.</param>
        /// <exception cref="ArgumentException">The root has not exactly one element, or there are not as many places as nodes.</exception>
        /// <exception cref="TapeException">A value is gone or on another tape; the root depends on nothing, or not on one of the nodes.</exception>
        public void Gradient(Variable<T> root, ReadOnlySpan<Variable<T>> wrt, Span<Variable<T>> gradients, bool record = false, Unconnected unconnected = Unconnected.Refuse)
        {
            CheckPlaces(nameof(Gradient), "nodes", wrt.Length, "gradients", gradients.Length);
            Reverse(tape, nameof(Gradient), [root], [], wrt, gradients, record, unconnected);
        }

        /// <summary>The vector-Jacobian product of several roots: <c>sum_i cotangents[i] · d roots[i] / d wrt</c>.</summary>
        /// <param name="roots">What is differentiated.</param>
        /// <param name="cotangents">One for each root, of its shape.</param>
        /// <param name="wrt">Variables, parameters in use, or any values computed from them.</param>
        /// <param name="products">Where the products go: one for each node, of its shape, on the tape.</param>
        /// <param name="record">Whether the products can be differentiated again.</param>
        /// <param name="unconnected">What the product is where no root depends on a node.</param>
        /// <exception cref="ArgumentException">Counts or shapes of roots and cotangents do not fit, or there are not as many places as nodes.</exception>
        /// <exception cref="TapeException">A value is gone or on another tape; a root depends on nothing, or none depends on one of the nodes.</exception>
        public void Vjp(
            ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<Variable<T>> cotangents, ReadOnlySpan<Variable<T>> wrt, Span<Variable<T>> products,
            bool record = false, Unconnected unconnected = Unconnected.Refuse)
        {
            if (roots.Length != cotangents.Length)
                throw TapeErrors.CountsDiffer(nameof(Vjp), "roots", roots.Length, "cotangents", cotangents.Length);
            CheckPlaces(nameof(Vjp), "nodes", wrt.Length, "products", products.Length);
            Reverse(tape, nameof(Vjp), roots, cotangents, wrt, products, record, unconnected);
        }

        /// <summary>The Jacobian-vector products of several roots along one direction of several nodes.</summary>
        /// <param name="roots">What is differentiated.</param>
        /// <param name="wrt">Variables, parameters in use, or any values computed from them.</param>
        /// <param name="tangents">The direction: one tangent for each node, of its shape.</param>
        /// <param name="products">Where the products go: one for each root, of its shape, on the tape. It may be the memory that holds the roots.</param>
        /// <param name="record">Whether the products can be differentiated again.</param>
        /// <param name="unconnected">What the product is for a root that depends on none of the nodes.</param>
        /// <exception cref="ArgumentException">Counts or shapes of nodes and tangents do not fit, or there are not as many places as roots.</exception>
        /// <exception cref="TapeException">A value is gone or on another tape, or a root does not depend on any of the nodes.</exception>
        public void Jvp(
            ReadOnlySpan<Variable<T>> roots, ReadOnlySpan<Variable<T>> wrt, ReadOnlySpan<Variable<T>> tangents, Span<Variable<T>> products,
            bool record = false, Unconnected unconnected = Unconnected.Refuse)
        {
            CheckPlaces(nameof(Jvp), "roots", roots.Length, "products", products.Length);
            Forward(tape, nameof(Jvp), roots, wrt, tangents, products, record, unconnected);
        }

        /// <summary>The product of a scalar's Hessian with respect to several nodes together with a vector that has a part for each.</summary>
        /// <param name="root">The scalar.</param>
        /// <param name="wrt">Variables, parameters in use, or any values computed from them.</param>
        /// <param name="tangents">The vector: a part for each node, of its shape.</param>
        /// <param name="product">Where the product goes: a part for each node, of its shape, on the tape. It must not be the vector's memory.</param>
        /// <param name="record">Whether the product can be differentiated again.</param>
        /// <exception cref="ArgumentException">
        /// The root has not exactly one element, counts or shapes of nodes and tangents do not fit, or there are not as many places as nodes.
        /// </exception>
        /// <exception cref="TapeException">A value is gone or on another tape, or the root does not depend on one of the nodes.</exception>
        public void Hvp(Variable<T> root, ReadOnlySpan<Variable<T>> wrt, ReadOnlySpan<Variable<T>> tangents, Span<Variable<T>> product, bool record = false)
        {
            // The gradient stands where its derivative goes.
            CheckPlaces(nameof(Hvp), "nodes", wrt.Length, "parts of the product", product.Length);
            CheckTangents(tape, nameof(Hvp), wrt, tangents);
            Reverse(tape, nameof(Hvp), [root], [], wrt, product, record: true, Unconnected.Refuse);
            Forward(tape, nameof(Hvp), product, wrt, tangents, product, record, Unconnected.Zero);
        }
    }

    private static void CheckPlaces(string operation, string what, int count, string places, int placeCount)
    {
        if (count != placeCount)
            throw TapeErrors.CountsDiffer(operation, what, count, places, placeCount);
    }
}
