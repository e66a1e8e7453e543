using System;
using System.Collections.Generic;
using System.Numerics;

namespace AutoDiff;

/// <summary>
/// A <see cref="Parameter{T}.Replica"/> of each parameter of a model: the same numbers, with gradients of their own. Threads that train the model
/// at the same time each enter replicas of their own; <see cref="Parameter{T}.AddGradients"/> then adds up in a fixed order what they found.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
/// <example><code>
/// using (replicas.Enter())
///     tape.Backward(Loss(model, tape, batch));
/// for (int i = 0; i &lt; model.Parameters.Count; i++)
///     model.Parameters[i].AddGradients([replicas.Parameters[i]]);
/// </code></example>
public sealed class Replicas<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [ThreadStatic]
    private static Replicas<T>? _entered;

    private readonly Parameter<T>[] _parameters;
    private readonly Dictionary<Parameter<T>, Parameter<T>> _byOriginal;

    /// <summary>Makes a replica of each parameter.</summary>
    /// <param name="parameters">The parameters, each once.</param>
    /// <exception cref="ArgumentException">A parameter is listed twice, itself or a replica of it.</exception>
    public Replicas(IReadOnlyList<Parameter<T>> parameters)
    {
        _parameters = new Parameter<T>[parameters.Count];
        _byOriginal = new(parameters.Count);
        for (int i = 0; i < _parameters.Length; i++)
        {
            _parameters[i] = parameters[i].Replica();
            if (!_byOriginal.TryAdd(_parameters[i].Original, _parameters[i]))
                throw TapeErrors.ReplicatedTwice(parameters[i].ToString());
        }
    }

    /// <summary>The replicas, in the order of the parameters.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => _parameters;

    internal static Replicas<T>? Entered => _entered;

    /// <summary>
    /// Until the scope is disposed, every tape that the calling thread asks for one of the parameters (<see cref="Tape{T}.Use"/>) gives its replica, so
    /// that any module, trainer or recorded step computes as it does and its gradients go there. Parameters that are not among these are as always.
    /// </summary>
    /// <remarks>
    /// What was put on a tape before stays what it is: begin on an empty one, and run the backward pass inside the scope too. One thread enters at a time.
    /// </remarks>
    /// <exception cref="TapeException">The thread is inside replicas already.</exception>
    public ReplicaScope<T> Enter()
    {
        if (_entered is not null)
            throw TapeErrors.ReplicasEntered();
        _entered = this;
        return new ReplicaScope<T>(this);
    }

    internal void Leave()
    {
        if (_entered == this)
            _entered = null;
    }

    internal Parameter<T> Of(Parameter<T> parameter) => _byOriginal.TryGetValue(parameter, out Parameter<T>? replica) ? replica : parameter;
}
