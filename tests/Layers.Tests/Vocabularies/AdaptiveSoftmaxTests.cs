using System;
using System.Linq;
using AutoDiff.Checking;
using AutoDiff.Layers;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Layers;

public sealed class AdaptiveSoftmaxTests
{
    private const int Features = 6, Classes = 9;
    private static readonly int[] Targets = [7, 1, 4, 8, 0];

    // By PyTorch 1.13's nn.AdaptiveLogSoftmaxWithLoss(6, 9, [2, 5], div_value=2.0, head_bias=True) in float64: element i, from 1, of parameter k, from 0,
    // is 2 sin(1.7 i + k), weights counted as [inputs, outputs]; element i of the five inputs is cos(i). Losses are -output, gradients those of the mean.
    private static readonly double[] TheirLosses =
    [
        6.596117154254185, 0.7135891874329819, 35.995917136409744, 9.806989057933059, 0.046050449189271966,
    ];

    private static readonly double[][] TheirGradients =
    [
        [
            0.31537155018832197, 0.020222925791882146, -0.08613957059093966, -0.24945490538926446, 0.07286275643436921, 0.004790113790936299, -0.08179871560648999,
            0.004145845381184535, -0.23663571956152535, -0.015046706738654833, -0.002252498727537797, 0.25393492502771803, -0.3285724062940864, -0.021049654484170063,
            0.07936465509358256, 0.27025740568467393, -0.11842113796915096, -0.007699646972394591, 0.08801431103052229, 0.0381064739110232, 0.20060597847756367,
            0.012729380457059172, 0.015744015304791133, -0.229079374239414,
        ],
        [
            0.3434800680630339, 0.027546500076992622, -0.04036299469215148, -0.330663573447875,
        ],
        [
            -0.7150001241330461, -0.34793424451613375, 0.4519773234235379, -0.1077386905664773, -0.05242793482428746, 0.06810550564650253, 0.5985771982444827, 0.2912803763611997,
            -0.3783821999372961, 0.7545639714696466, 0.36718685282847896, -0.47698705589766366, 0.21680810917565968, 0.10550343017418523, -0.13705221240422974, -0.520280128832606,
            -0.2531793596282579, 0.3288878031249929,
        ],
        [
            -0.6296376157207095, -1.358872288006505e-07, 0.6296377516079383, -0.9279549902253865, -2.0026953429255704e-07, 0.9279551904949208, 0.8687613986099053,
            1.8749448253809973e-07, -0.8687615861043878,
        ],
        [
            0.8718007217682155, 0.02505932053357933, -0.844721504432652, -0.9378692738563112, -0.16874435810223343, 0.7555233422865596,
        ],
        [
            0.11209259537787228, 0.5495893555422624, -0.23160854687069019, -0.43007340404944444,
        ],
    ];

    private static readonly double[] TheirInputGradient =
    [
        -1.00006013493787, 0.4000613807610651, -0.18388124365108793, -1.387158315476251, -0.1765639224705475, 1.2188560589107447, 0.09986305949541122, 0.20974231573983065,
        0.2648358263533278, 0.2507528898327799, 0.1711720398838423, 0.04688019395336571, 2.7515764523059283, -0.20914662304537002, -2.521599794889981, -1.6098971136669704,
        1.0680838216681514, 1.918913041500236, -0.5024549198973773, 1.0058601050819471, 0.11436637761115476, -1.5657968672414901, -0.5043595782870437, 0.8465283913203794,
        -0.012877335905352654, -0.006982197350131919, 0.0007367261986888511, 0.008263213166562025, 0.013631307379780475, 0.015438835685774381,
    ];

    private static readonly double[] TheirLogProbabilities =
    [
        -3.275257534087272, -1.2163578879179933, -0.507655375844973, -27.20944506785322, -39.503057782720994, -4.152284351191426, -3.0851036760340875, -6.596117154254185,
        -6.758548317279445, -1.4711651629690885, -0.7135891874329819, -1.7488899055303402, -23.646369932563125, -38.779175568858925, -3.9438570629040925, -2.4537386813053677,
        -7.356212876844273, -7.583017641400859, -0.48251948446283416, -1.3063130712404474, -3.8805595430794715, -19.22938920002469, -35.995917136409744, -4.34565937174478,
        -2.5513052596968646, -8.454711888729994, -8.727823117300668, -0.13043294390533963, -2.6896709919436397, -6.47572528340498, -14.053225599285657, -31.117863832610258,
        -5.030902796991352, -3.0752501743554577, -9.509327249241373, -9.806989057933059, -0.046050449189271966, -4.356563346582778, -10.098602746019807, -9.30115438985936,
        -25.30454362162647, -5.535622455115402, -3.5744574886336236, -10.026670118248012, -10.325170938030064,
    ];

    private static readonly int[] TheirPredictions = [2, 1, 0, 0, 0];

    [Fact]
    public void Losses_and_gradients_agree_with_PyTorch()
    {
        AdaptiveSoftmax<double> layer = Golden();
        using Tape<double> tape = new();
        Variable<double> x = Inputs(tape);
        Agree(TheirLosses, layer.LossOfEach(x, Targets).Values);
        Variable<double> loss = layer.Loss(x, Targets, LossReduction.Mean);
        Assert.Equal(TheirLosses.Average(), loss.Item(), 1e-12);
        Agree(TheirInputGradient, tape.Gradient(loss, x).Values);
        tape.Backward(layer.Loss(x, Targets, LossReduction.Mean));
        Assert.Equal(TheirGradients.Length, layer.Parameters.Count);
        for (int i = 0; i < TheirGradients.Length; i++)
            Agree(TheirGradients[i], layer.Parameters[i].Gradient);
    }

    [Fact]
    public void Log_probabilities_and_predictions_agree_with_PyTorch()
    {
        using Tape<double> tape = new();
        Variable<double> x = Reshape(Inputs(tape), new Shape(1, 5, Features));
        Variable<double> y = Golden().LogProbabilities(x);
        Assert.Equal(new Shape(1, 5, Classes), y.Shape);
        Agree(TheirLogProbabilities, y.Values);
        Assert.Equal(TheirPredictions, Golden().Predict(x));
    }

    [Fact]
    public void Probabilities_of_all_classes_sum_to_one_and_their_logarithms_are_the_losses()
    {
        AdaptiveSoftmax<double> layer = new(8, 40, [5, 12, 30], new RandomStream(3), divisor: 1.5);
        using Tape<double> tape = new();
        Variable<double> x = tape.Constant([.. Enumerable.Range(0, 8 * 20).Select(i => 3 * Math.Sin(i * i))], new Shape(20, 8)), y = layer.LogProbabilities(x);
        Assert.All(Sum(Exp(y), 1).ToArray(), sum => Assert.Equal(1, sum, 1e-13));
        int[] targets = [.. Enumerable.Range(0, 20).Select(i => 7 * i % 40)];
        Agree((-Pick(y, targets)).Values, layer.LossOfEach(x, targets).Values);
        Assert.Equal(ArgMax(y, 1), layer.Predict(x));
    }

    [Fact]
    public void Without_cutoffs_it_is_the_softmax()
    {
        AdaptiveSoftmax<double> layer = new(3, 7, [], new RandomStream(1), headBias: true);
        using Tape<double> tape = new();
        Variable<double> x = tape.Constant([1, 2, -1, 0.5, 3, 1], new Shape(2, 3)), scores = layer.Head.Forward(x);
        Assert.Equal(SoftmaxCrossEntropy(scores, [4, 0]).ToArray(), layer.LossOfEach(x, [4, 0]).ToArray());
        Assert.Equal(LogSoftmax(scores).ToArray(), layer.LogProbabilities(x).ToArray());
        Assert.Equal(ArgMax(scores, 1), layer.Predict(x));
        Assert.Empty(layer.Clusters);
    }

    [Fact]
    public void Derivatives_hold_to_second_order()
    {
        AdaptiveSoftmax<double> layer = Golden();
        double[] x = [.. Enumerable.Range(1, 30).Select(i => Math.Cos(i) / 2)];
        GradientCheck.Of(tape => layer.Loss(tape.Constant(x, new Shape(5, Features)), Targets, LossReduction.Sum))
            .AgainstFiniteDifferences()
            .AgainstForwardMode()
            .SecondOrder()
            .Assert();
    }

    [Fact]
    public void A_cluster_without_targets_takes_no_part()
    {
        AdaptiveSoftmax<float> layer = new(8, 20, [4, 10], new RandomStream(1), divisor: 2, name: "words");
        using Tape<float> tape = new();
        Variable<float> x = tape.Constant([.. Enumerable.Range(0, 16).Select(i => MathF.Sin(i))], new Shape(2, 8));
        tape.Backward(layer.Loss(x, [3, 15], LossReduction.Sum));
        Assert.Equal(
            ["words.head.weight [8, 6]", "words.tail.0.0.weight [8, 4]", "words.tail.0.1.weight [4, 6]", "words.tail.1.0.weight [8, 2]", "words.tail.1.1.weight [2, 10]"],
            layer.Parameters.Select(parameter => parameter.ToString()));
        Assert.Equal([true, false, false, true, true], layer.Parameters.Select(parameter => parameter.HasGradient));
        Assert.Equal((10, 20), (layer.Clusters[1].First, layer.Clusters[1].End));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        AdaptiveSoftmax<float> layer = new(4, 9, [3, 6], new RandomStream(1), divisor: 2);
        using Tape<float> tape = new();
        Variable<float> x = tape.Constant(new float[8], new Shape(2, 4)), none = tape.Constant([], new Shape(0, 4));
        Refuses("AdaptiveSoftmax: the inputs do not fit: they are [4, 2]; need [..., 4], 4 features in each row.", () => layer.LossOfEach(Reshape(x, new Shape(4, 2)), [0, 0]));
        Refuses("AdaptiveSoftmax: the inputs do not fit: they are []; need [..., 4], 4 features in each row.", () => layer.Predict(tape.Constant(1)));
        Refuses("AdaptiveSoftmax: counts differ: 2 rows in inputs [2, 4], 3 targets; need one target for each row.", () => layer.LossOfEach(x, [0, 0, 0]));
        Refuses("AdaptiveSoftmax: target 9 at position 1 is no class; need 0 to 8.", () => layer.LossOfEach(x, [0, 9]));
        Refuses("AdaptiveSoftmax: target -1 at position 0 is no class; need 0 to 8.", () => layer.LossOfEach(x, [-1, 0]));
        Refuses(
            "AdaptiveSoftmax: nothing to average: there are no targets; need at least one. Use LossReduction.Sum where there may be none.",
            () => layer.Loss(none, [], LossReduction.Mean));
        Assert.Equal(0, layer.Loss(none, [], LossReduction.Sum).Item());
        Assert.Empty(layer.Predict(none));
        Assert.Equal(new Shape(0, 9), layer.LogProbabilities(none).Shape);
    }

    [Fact]
    public void Impossible_layers_are_refused()
    {
        Refuses("AdaptiveSoftmax: a size is not positive: inputSize is 0, classes is 9; need 1 or more each.", () => Make(0, 9, [3]));
        Refuses(
            "AdaptiveSoftmax: the cutoffs do not rise: they are [3, 3] for 9 classes; "
                + "need each above the one before, the first above 0, the last below the classes.",
            () => Make(4, 9, [3, 3]));
        Refuses(
            "AdaptiveSoftmax: the cutoffs do not rise: they are [0] for 9 classes; "
                + "need each above the one before, the first above 0, the last below the classes.",
            () => Make(4, 9, [0]));
        Refuses(
            "AdaptiveSoftmax: the cutoffs do not rise: they are [9] for 9 classes; "
                + "need each above the one before, the first above 0, the last below the classes.",
            () => Make(4, 9, [9]));
        Refuses("AdaptiveSoftmax: not a divisor: 0; need a positive number.", () => Make(4, 9, [3], 0));
        Refuses(
            "AdaptiveSoftmax: cluster 1 has no features: 4 inputs divided by 2.5 to the power 2; need 1 or more. Use a smaller divisor, or fewer cutoffs.",
            () => Make(4, 9, [3, 6], 2.5));
    }

    private static AdaptiveSoftmax<double> Make(int inputs, int classes, int[] cutoffs, double divisor = 2) => new(inputs, classes, cutoffs, new RandomStream(1), divisor);

    private static AdaptiveSoftmax<double> Golden()
    {
        AdaptiveSoftmax<double> layer = new(Features, Classes, [2, 5], new RandomStream(1), divisor: 2, headBias: true);
        for (int k = 0; k < layer.Parameters.Count; k++)
        {
            Span<double> values = layer.Parameters[k].Write();
            for (int i = 0; i < values.Length; i++)
                values[i] = 2 * Math.Sin((1.7 * (i + 1)) + k);
        }

        return layer;
    }

    private static Variable<double> Inputs(Tape<double> tape) => tape.Variable([.. Enumerable.Range(1, 5 * Features).Select(i => Math.Cos(i))], new Shape(5, Features));

    private static void Agree(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-12 * Math.Max(1, Math.Abs(expected[i])));
    }

    private static void Refuses(string message, Func<object> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
}
