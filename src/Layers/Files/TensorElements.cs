using System;
using System.Diagnostics.CodeAnalysis;

namespace AutoDiff.Layers;

// What the element types mean in C# and in bytes.
internal static class TensorElements
{
    public static bool TryOf<T>(out TensorElement element)
        where T : unmanaged
    {
        element = typeof(T) == typeof(float) ? TensorElement.F32
            : typeof(T) == typeof(double) ? TensorElement.F64
            : typeof(T) == typeof(long) ? TensorElement.I64
            : TensorElement.U8;
        return element != TensorElement.U8 || typeof(T) == typeof(byte);
    }

    public static bool TryParse(string? text, out TensorElement element)
    {
        element = text switch
        {
            "F32" => TensorElement.F32,
            "F64" => TensorElement.F64,
            "I64" => TensorElement.I64,
            _ => TensorElement.U8,
        };
        return element != TensorElement.U8 || text == "U8";
    }

    public static int Size(TensorElement element) => element switch
    {
        TensorElement.F32 => sizeof(float),
        TensorElement.U8 => sizeof(byte),
        _ => sizeof(double),
    };

    public static Array NewArray(TensorElement element, int count) => element switch
    {
        TensorElement.F32 => new float[count],
        TensorElement.F64 => new double[count],
        TensorElement.I64 => new long[count],
        _ => new byte[count],
    };

    [SuppressMessage("Performance", "CA1859:Use concrete types when possible for improved performance", Justification = "The array is of one of four types.")]
    public static void Visit<TAction>(Array array, TAction action)
        where TAction : struct, IArrayAction
    {
        switch (array)
        {
            case float[] values:
                action.Run<float>(values);
                break;
            case double[] values:
                action.Run<double>(values);
                break;
            case long[] values:
                action.Run<long>(values);
                break;
            default:
                action.Run<byte>((byte[])array);
                break;
        }
    }
}
