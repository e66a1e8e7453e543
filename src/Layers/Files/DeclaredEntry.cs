namespace AutoDiff.Layers;

// What a header says about an array; the offsets count bytes from the beginning of the data.
internal readonly record struct DeclaredEntry(string Name, TensorElement Element, Shape Shape, long Begin, long End);
