using System;
using System.Collections.Generic;
using System.Numerics;
using AutoDiff.Layers;

namespace AutoDiff.Rnn;

/// <summary>
/// Weights of stacked cells under the names and in the layout of PyTorch's <c>nn.RNN</c>, <c>nn.LSTM</c> (with <c>proj_size</c> too) and <c>nn.GRU</c>:
/// <c>weight_ih_l0 [gates · hidden, inputs]</c>, <c>weight_hh_l0</c>, <c>bias_ih_l0</c>, <c>bias_hh_l0</c>, <c>weight_hr_l0</c>, and <c>_reverse</c> for the
/// layers that run backwards.
/// </summary>
/// <remarks>
/// Matrices stand transposed there; gates have the same order. PyTorch has two biases or none. A cell of one bias takes their sum, and gives
/// itself and zeros; a cell of two keeps both. Make the file with <c>safetensors.torch.save_file(module.state_dict(), path)</c>.
/// </remarks>
/// <example><code>
/// PyTorchWeights.Load(TensorFile.Load("model.safetensors"), stack.Cells, prefix: "lstm");
/// </code></example>
public static class PyTorchWeights
{
    /// <summary>Overwrites cells' parameters with those of a PyTorch module. Nothing changes unless every one fits.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="file">The module's <c>state_dict</c>.</param>
    /// <param name="cells">
    /// A cell for each layer, lowest first: <see cref="ElmanCell{T}"/>, <see cref="LstmCell{T}"/>, <see cref="ProjectedLstmCell{T}"/> or
    /// <see cref="GruCell{T}"/>.
    /// </param>
    /// <param name="reverse">A cell for each layer that runs backwards; null where the module is not bidirectional.</param>
    /// <param name="prefix">The module's name in its model: what the entries' names begin with, before a dot. Where empty, every entry must belong to the cells.</param>
    /// <param name="convert">Whether F32 and F64 are converted to the element type, rounding to nearest; else they must be of that type.</param>
    /// <exception cref="ArgumentException">PyTorch has no such cell.</exception>
    /// <exception cref="TensorFileException">An entry is missing, unexpected, or of another type or shape.</exception>
    public static void Load<T>(TensorFile file, IReadOnlyList<IModule<T>> cells, IReadOnlyList<IModule<T>>? reverse = null, string prefix = "", bool convert = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<Layer<T>> layers = Layers(cells, reverse);
        List<Parameter<T>> read = [];
        foreach (Layer<T> layer in layers)
            layer.Declare(read);
        file.LoadParameters(read, prefix, convert);
        int at = 0;
        foreach (Layer<T> layer in layers)
            layer.Take(read, ref at);
    }

    /// <summary>Adds cells' parameters to a file that PyTorch's <c>load_state_dict</c> takes.</summary>
    /// <typeparam name="T">The element type: <see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="file">The file.</param>
    /// <param name="cells">A cell for each layer, lowest first.</param>
    /// <param name="reverse">A cell for each layer that runs backwards; null for none.</param>
    /// <param name="prefix">The module's name in its model.</param>
    /// <exception cref="ArgumentException">PyTorch has no such cell, or the file has an entry of such a name.</exception>
    public static void Add<T>(TensorFile file, IReadOnlyList<IModule<T>> cells, IReadOnlyList<IModule<T>>? reverse = null, string prefix = "")
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<Parameter<T>> written = [];
        foreach (Layer<T> layer in Layers(cells, reverse))
        {
            int at = written.Count;
            layer.Declare(written);
            layer.Give(written, at);
        }

        file.AddParameters(written, prefix);
    }

    private static List<Layer<T>> Layers<T>(IReadOnlyList<IModule<T>> cells, IReadOnlyList<IModule<T>>? reverse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<Layer<T>> layers = [];
        for (int i = 0; i < cells.Count; i++)
            layers.Add(Of(cells[i], $"_l{i}"));
        for (int i = 0; i < (reverse?.Count ?? 0); i++)
            layers.Add(Of(reverse![i], $"_l{i}_reverse"));
        return layers;
    }

    private static Layer<T> Of<T>(IModule<T> cell, string suffix)
        where T : unmanaged, IFloatingPointIeee754<T> => cell switch
        {
            ElmanCell<T> elman => new(suffix, elman.Bias, elman.RecurrentBias, elman.InputWeights, elman.RecurrentWeights, null),
            LstmCell<T> lstm => new(suffix, lstm.Bias, lstm.RecurrentBias, lstm.InputWeights, lstm.RecurrentWeights, null),
            ProjectedLstmCell<T> lstm => new(suffix, lstm.Bias, lstm.RecurrentBias, lstm.InputWeights, lstm.RecurrentWeights, lstm.ProjectionWeights),
            GruCell<T> gru => new(suffix, gru.InputBias, gru.RecurrentBias, gru.InputWeights, gru.RecurrentWeights, null),
            _ => throw new ArgumentException(
                $"PyTorchWeights: PyTorch has no module for a {RnnErrors.NameOf(cell.GetType())}; need an ElmanCell, LstmCell, ProjectedLstmCell or GruCell. "
                    + "Give the cell that is wrapped."),
        };

    // A cell's parameters beside what PyTorch keeps of them.
    private sealed record Layer<T>(string Suffix, Parameter<T>? Bias, Parameter<T>? RecurrentBias, Parameter<T> Input, Parameter<T> Recurrent, Parameter<T>? Projection)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Appends empty parameters of PyTorch's names and shapes.
        public void Declare(List<Parameter<T>> parameters)
        {
            parameters.Add(Transposed("weight_ih", Input));
            parameters.Add(Transposed("weight_hh", Recurrent));
            if (Projection is not null)
                parameters.Add(Transposed("weight_hr", Projection));
            if (Bias is null)
                return;
            parameters.Add(new Parameter<T>($"bias_ih{Suffix}", Bias.Shape));
            parameters.Add(new Parameter<T>($"bias_hh{Suffix}", Bias.Shape));
        }

        public void Take(List<Parameter<T>> from, ref int at)
        {
            Transpose(from[at++], Input);
            Transpose(from[at++], Recurrent);
            if (Projection is not null)
                Transpose(from[at++], Projection);
            if (Bias is null)
                return;
            from[at++].Values.CopyTo(Bias.Write());
            ReadOnlySpan<T> second = from[at++].Values;
            if (RecurrentBias is not null)
            {
                second.CopyTo(RecurrentBias.Write());
                return;
            }

            Span<T> sum = Bias.Write();
            for (int i = 0; i < sum.Length; i++)
                sum[i] += second[i];
        }

        public void Give(List<Parameter<T>> to, int at)
        {
            Transpose(Input, to[at++]);
            Transpose(Recurrent, to[at++]);
            if (Projection is not null)
                Transpose(Projection, to[at++]);
            if (Bias is null)
                return;
            Bias.Values.CopyTo(to[at++].Write());
            RecurrentBias?.Values.CopyTo(to[at].Write());
        }

        private Parameter<T> Transposed(string name, Parameter<T> matrix) => new($"{name}{Suffix}", new Shape(matrix.Shape[1], matrix.Shape[0]));

        private static void Transpose(Parameter<T> from, Parameter<T> to)
        {
            (int rows, int columns) = (from.Shape[0], from.Shape[1]);
            ReadOnlySpan<T> source = from.Values;
            Span<T> target = to.Write();
            for (int i = 0; i < source.Length; i++)
                target[(i % columns * rows) + (i / columns)] = source[i];
        }
    }
}
