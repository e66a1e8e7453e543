namespace AutoDiff.Layers;

/// <summary>The element types that files hold here, by the names the safetensors format gives them.</summary>
public enum TensorElement
{
    /// <summary>IEEE 754 numbers of 4 bytes: <see cref="float"/>.</summary>
    F32,

    /// <summary>IEEE 754 numbers of 8 bytes: <see cref="double"/>.</summary>
    F64,

    /// <summary>Whole numbers of 8 bytes: <see cref="long"/>.</summary>
    I64,

    /// <summary>Bytes: <see cref="byte"/>.</summary>
    U8,
}
