using System.Numerics;

namespace AutoDiff;

/// <summary>While it lives, replicas stand for their parameters on the calling thread. Made by <see cref="Replicas{T}.Enter"/>; dispose it to end.</summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly ref struct ReplicaScope<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Replicas<T> _replicas;

    internal ReplicaScope(Replicas<T> replicas) => _replicas = replicas;

    /// <summary>Ends the scope: parameters are themselves again.</summary>
    public void Dispose() => _replicas.Leave();
}
