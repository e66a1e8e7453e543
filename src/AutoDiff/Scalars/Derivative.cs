using System;
using System.Numerics;

namespace AutoDiff;

/// <summary>Derivatives of plain functions of numbers, written over <see cref="Dual{T}"/> or <see cref="Scalar{T}"/>, or over any of .NET's number interfaces.</summary>
/// <remarks>
/// A transform is itself a function of numbers, so that derivatives of higher order are transforms of transforms:
/// <example><code>
/// double third = Derivative.Of&lt;double&gt;(x => Derivative.Of&lt;Dual&lt;double&gt;&gt;(y => Derivative.Of(z => z * z * z * z, y), x), 2);   // 24 · 2
/// </code></example>
/// </remarks>
public static class Derivative
{
    /// <summary>The derivative of a function of one number, by forward mode.</summary>
    /// <typeparam name="T">The numbers.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="x">Where.</param>
    /// <returns><c>f'(x)</c>.</returns>
    public static T Of<T>(Func<Dual<T>, Dual<T>> f, T x)
        where T : unmanaged, IFloatingPointIeee754<T> => f(new(x, T.One)).Tangent;

    /// <summary>The second derivative of a function of one number, by forward mode over forward mode.</summary>
    /// <typeparam name="T">The numbers.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="x">Where.</param>
    /// <returns><c>f''(x)</c>.</returns>
    public static T Second<T>(Func<Dual<Dual<T>>, Dual<Dual<T>>> f, T x)
        where T : unmanaged, IFloatingPointIeee754<T> => f(new(new(x, T.One), Dual<T>.One)).Tangent.Tangent;

    /// <summary>The derivative of a function of several numbers along a direction, by forward mode: <c>gradient · direction</c>.</summary>
    /// <typeparam name="T">The numbers.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="x">Where.</param>
    /// <param name="direction">A number for each of <paramref name="x"/>.</param>
    /// <returns>The directional derivative.</returns>
    /// <exception cref="ArgumentException">The direction has another length than <paramref name="x"/>.</exception>
    public static T Along<T>(Func<Dual<T>[], Dual<T>> f, ReadOnlySpan<T> x, ReadOnlySpan<T> direction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Length != direction.Length)
            throw ScalarErrors.Counts(nameof(Along), "numbers", x.Length, "numbers of the direction", direction.Length);
        Dual<T>[] moving = new Dual<T>[x.Length];
        for (int i = 0; i < x.Length; i++)
            moving[i] = new(x[i], direction[i]);
        return f(moving).Tangent;
    }

    /// <summary>The gradient of a function of several numbers, by reverse mode: a small multiple of the cost of the function.</summary>
    /// <typeparam name="T">The numbers.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="x">Where.</param>
    /// <returns>A derivative for each of <paramref name="x"/>; all zero where the function is constant.</returns>
    public static T[] Gradient<T>(Func<Scalar<T>[], Scalar<T>> f, params ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using ScalarTape<T> tape = new();
        Scalar<T>[] variables = tape.Variables(x);
        Scalar<T> y = f(variables);
        return y.IsConstant ? new T[x.Length] : tape.Gradient(y, variables);
    }

    /// <summary>The Jacobian of several functions of several numbers, by reverse mode: one recording, and one sweep for several functions.</summary>
    /// <typeparam name="T">The numbers.</typeparam>
    /// <param name="f">The functions.</param>
    /// <param name="x">Where.</param>
    /// <returns>The gradient of each function.</returns>
    /// <remarks>Where there are more functions than numbers, <see cref="WideForwardJacobian"/> takes fewer passes.</remarks>
    public static T[][] Jacobian<T>(Func<Scalar<T>[], Scalar<T>[]> f, params ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using ScalarTape<T> tape = new();
        Scalar<T>[] variables = tape.Variables(x), y = f(variables);
        T[] jacobian = new T[y.Length * variables.Length];
        tape.Jacobian(y, variables, jacobian);
        T[][] rows = new T[y.Length][];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = jacobian.AsSpan(i * variables.Length, variables.Length).ToArray();
        return rows;
    }

    /// <summary>The Jacobian of several functions of several numbers, by forward mode: one pass for each number.</summary>
    /// <typeparam name="T">The numbers.</typeparam>
    /// <param name="f">The functions.</param>
    /// <param name="x">Where.</param>
    /// <returns>The gradient of each function; no rows where there are no numbers.</returns>
    public static T[][] ForwardJacobian<T>(Func<Dual<T>[], Dual<T>[]> f, params ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[][]? jacobian = null;
        for (int j = 0; j < x.Length; j++)
        {
            Dual<T>[] moving = new Dual<T>[x.Length];
            for (int i = 0; i < x.Length; i++)
                moving[i] = new(x[i], i == j ? T.One : T.Zero);
            Dual<T>[] y = f(moving);
            jacobian ??= Array.ConvertAll(y, _ => new T[moving.Length]);
            for (int i = 0; i < y.Length; i++)
                jacobian[i][j] = y[i].Tangent;
        }

        return jacobian ?? [];
    }

    /// <summary>The Jacobian of several functions of several numbers, by forward mode, several numbers in one pass: eight in <c>double</c>, sixteen in <c>float</c>.</summary>
    /// <typeparam name="T">The numbers: <c>float</c> or <c>double</c>.</typeparam>
    /// <param name="f">The functions.</param>
    /// <param name="x">Where.</param>
    /// <returns>The gradient of each function; no rows where there are no numbers.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <c>float</c> nor <c>double</c>.</exception>
    public static T[][] WideForwardJacobian<T>(Func<MultiDual<T>[], MultiDual<T>[]> f, params ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[][]? jacobian = null;
        for (int first = 0; first < x.Length; first += MultiDual<T>.Directions)
        {
            MultiDual<T>[] moving = new MultiDual<T>[x.Length];
            for (int i = 0; i < x.Length; i++)
                moving[i] = MultiDual<T>.Moving(x[i], i - first);
            MultiDual<T>[] y = f(moving);
            jacobian ??= Array.ConvertAll(y, _ => new T[moving.Length]);
            int count = Math.Min(MultiDual<T>.Directions, x.Length - first);
            for (int i = 0; i < y.Length; i++)
                y[i].CopyTangents(jacobian[i].AsSpan(first, count));
        }

        return jacobian ?? [];
    }

    /// <summary>The product of a function's Hessian and a vector, by reverse mode over forward mode: the cost of a few gradients, and no matrix.</summary>
    /// <typeparam name="T">The numbers.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="x">Where.</param>
    /// <param name="direction">The vector, a number for each of <paramref name="x"/>.</param>
    /// <returns><c>Hessian · direction</c>.</returns>
    /// <exception cref="ArgumentException">The direction has another length than <paramref name="x"/>.</exception>
    public static T[] Hvp<T>(Func<Scalar<Dual<T>>[], Scalar<Dual<T>>> f, ReadOnlySpan<T> x, ReadOnlySpan<T> direction)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Length != direction.Length)
            throw ScalarErrors.Counts(nameof(Hvp), "numbers", x.Length, "numbers of the direction", direction.Length);
        Dual<T>[] moving = new Dual<T>[x.Length];
        for (int i = 0; i < x.Length; i++)
            moving[i] = new(x[i], direction[i]);
        return Array.ConvertAll(Gradient(f, moving), derivative => derivative.Tangent);
    }

    /// <summary>The Hessian of a function of several numbers: a Hessian-vector product for each of them.</summary>
    /// <typeparam name="T">The numbers.</typeparam>
    /// <param name="f">The function.</param>
    /// <param name="x">Where.</param>
    /// <returns>Its rows.</returns>
    public static T[][] Hessian<T>(Func<Scalar<Dual<T>>[], Scalar<Dual<T>>> f, params ReadOnlySpan<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[][] hessian = new T[x.Length][];
        T[] direction = new T[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            direction[i] = T.One;
            hessian[i] = Hvp(f, x, direction);
            direction[i] = T.Zero;
        }

        return hessian;
    }
}
