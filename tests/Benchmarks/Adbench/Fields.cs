using System;
using System.Globalization;
using System.IO;

namespace AutoDiff.Benchmarks.Adbench;

// The numbers of a file of the published benchmark, one after the other: fields between white space, or colons where the file has these.
internal sealed class Fields(string path)
{
    private readonly string[] _fields = File.ReadAllText(path).Split((char[])[' ', '\n', '\r', '\t', ':'], StringSplitOptions.RemoveEmptyEntries);
    private int _next;

    public bool AtEnd => _next == _fields.Length;

    public string Word() => _next < _fields.Length ? _fields[_next++] : throw new InvalidDataException($"{path}: ended after {_next} fields; need more.");

    public int Whole() => int.Parse(Word(), CultureInfo.InvariantCulture);

    public double Number() => double.Parse(Word(), CultureInfo.InvariantCulture);

    public double[] Numbers(int count)
    {
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++)
            numbers[i] = Number();
        return numbers;
    }
}
