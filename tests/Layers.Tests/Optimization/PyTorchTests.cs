using System;
using System.Collections.Generic;
using AutoDiff.Layers;
using Xunit;

namespace AutoDiff.Tests.Layers;

// Eleven values after six steps by PyTorch 1.13 in float64, with the optimiser of torch.optim that each row names:
// value i begins at ((3 i) mod 7 - 3) / 2, its gradient at step t is ((7 i + 5 t) mod 11 - 5) / 4.
public sealed class PyTorchTests
{
    private const int Length = 11, Steps = 6;

    public static TheoryData<string> Names => [.. Rows.Keys];

    private static Dictionary<string, (Func<IReadOnlyList<Parameter<double>>, Optimizer<double>> Make, double[] Values)> Rows { get; } = new()
    {
        ["SGD(lr=0.1)"] = (
            list => new Sgd<double>(list, 0.1),
            [-1.5250000000000001, 0.025000000000000015, 1.5750000000000002, -0.6499999999999999, 0.9, -0.7750000000000001, 0.5, -1.725, 0.1, 1.6500000000000001, -0.575]),
        ["SGD(lr=0.1, momentum=0.9, weight_decay=0.01)"] = (
            list => new Sgd<double>(list, 0.1, momentum: 0.9, weightDecay: 0.01),
            [
                -1.3922072624029471, 0.3024682508896251, 1.6871889500870343, -1.2464083106842074, 0.9847467004234771, -0.324131782217927, 0.18007541384964487,
                -2.1480083437917594, 0.580126942315925, 1.606559138383497, -0.7215246192579072,
            ]),
        ["SGD(lr=0.1, momentum=0.9, nesterov=True)"] = (
            list => new Sgd<double>(list, 0.1, momentum: 0.9, nesterov: true),
            [
                -1.4497836249999998, 0.29770495000000013, 1.7681148000000002, -1.3332991250000001, 0.9031479750000001, -0.18071717500000004,
                0.21786889999999995, -2.33422125, 0.62520085, 1.7690369249999998, -0.783053225,
            ]),
        ["RMSprop(lr=0.01, alpha=0.9, eps=1e-3)"] = (
            list => new RmsProp<double>(list, 0.01, alpha: 0.9, epsilon: 1e-3),
            [
                -1.4955484547595668, -0.006401009801722901, 1.5279749843410855, -0.5361715466071345, 0.9641762387899698, -0.945719637998595,
                0.4888861771313512, -1.5499224973538148, 0.032184095237267216, 1.5149072796784093, -0.4978727971736814,
            ]),
        ["RMSprop(lr=0.01, alpha=0.9, eps=1e-3, momentum=0.8, weight_decay=0.1)"] = (
            list => new RmsProp<double>(list, 0.01, alpha: 0.9, epsilon: 1e-3, momentum: 0.8, weightDecay: 0.1),
            [
                -1.4308773427722514, -0.0023037332770888238, 1.5504966728678167, -0.6302885301258887, 0.9055556203644655, -0.8239037451822618,
                0.4059429372687031, -1.4933062290324468, 0.12922758034071652, 1.444963100967719, -0.4610210350977158,
            ]),
        ["RMSprop(lr=0.01, alpha=0.9, eps=1e-3, centered=True)"] = (
            list => new RmsProp<double>(list, 0.01, alpha: 0.9, epsilon: 1e-3, centered: true),
            [
                -1.4940975636484464, -0.006675707964891604, 1.530076186822119, -0.5397502521407505, 0.9631703687931018, -0.9415251243808096,
                0.48644780667681525, -1.5536608090745492, 0.035656654503823965, 1.5140861986747172, -0.4976776957629173,
            ]),
        ["RMSprop(lr=0.01, alpha=0.9, eps=1e-3, momentum=0.8, centered=True)"] = (
            list => new RmsProp<double>(list, 0.01, alpha: 0.9, epsilon: 1e-3, momentum: 0.8, centered: true),
            [
                -1.4574995974322769, -0.0051835666310901165, 1.5951078670615608, -0.6539569959803626, 0.9206489331600464, -0.8352804140140146,
                0.40923662923889015, -1.642758429799515, 0.1420167098457338, 1.477866212319069, -0.4697174767780578,
            ]),
        ["Adam(lr=0.05)"] = (
            list => new Adam<double>(list, 0.05),
            [
                -1.4377083450273882, 0.020930300696512433, 1.5744453048640017, -0.6663363046495486, 0.9801385463002509, -0.8446933002339764,
                0.3982106185135875, -1.6337131661788522, 0.14832800523750506, 1.477463364625289, -0.5138607547403393,
            ]),
        ["Adam(lr=0.05, betas=(0.8, 0.95), eps=1e-2, weight_decay=0.1)"] = (
            list => new Adam<double>(list, 0.05, 0.8, 0.95, 1e-2, weightDecay: 0.1),
            [
                -1.4185653773195426, 0.024176262681810338, 1.5185908054654491, -0.6402821320859572, 0.947651617568893, -0.824412225387015, 0.3992330554517219,
                -1.5463074401284198, 0.13242773659491353, 1.4442745051046444, -0.4984667937906134,
            ]),
        ["AdamW(lr=0.05, betas=(0.8, 0.95), eps=1e-2, weight_decay=0.1)"] = (
            list => new Adam<double>(list, 0.05, 0.8, 0.95, 1e-2, weightDecay: 0.1, decoupledWeightDecay: true),
            [
                -1.4105774639637532, 0.024047972149914828, 1.526569999777757, -0.6363818866003755, 0.9442598757701371, -0.820699667167506, 0.399167783374883,
                -1.585276131849671, 0.1316790608255595, 1.447087604636128, -0.5001222535749886,
            ]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_agree_with_PyTorch(string name)
    {
        double[] values = new double[Length], gradient = new double[Length];
        for (int i = 0; i < Length; i++)
            values[i] = (((3 * i) % 7) - 3) * 0.5;
        Parameter<double> parameter = new("w", new Shape(Length), values);
        Optimizer<double> optimizer = Rows[name].Make([parameter]);
        for (int t = 0; t < Steps; t++)
        {
            for (int i = 0; i < Length; i++)
                gradient[i] = ((((7 * i) + (5 * t)) % 11) - 5) * 0.25;
            Gradients.Set<double>(parameter, gradient);
            optimizer.Step();
        }

        for (int i = 0; i < Length; i++)
            Assert.Equal(Rows[name].Values[i], parameter.Values[i], 1e-13);
    }

    // torch.nn.utils.clip_grad_norm_([a, b], 2.0) of PyTorch 1.13 in float64; it divides by norm + 1e-6.
    [Fact]
    public void Clipping_agrees_with_PyTorch_up_to_its_millionth()
    {
        Parameter<double> a = Gradients.Parameter("a", 0.0, 0, 0), b = Gradients.Parameter("b", 0.0, 0);
        Gradients.Set(a, [1.0, -2, 3]);
        Gradients.Set(b, [0.5, -4]);
        Assert.Equal(5.5, GradientClipping.ByGlobalNorm([a, b], 2));
        double[] theirs = [0.36363629752067317, -0.7272725950413463, 1.0909088925620196, 0.18181814876033658, -1.4545451900826927];
        double[] ours = [.. a.Gradient, .. b.Gradient];
        for (int i = 0; i < theirs.Length; i++)
            Assert.Equal(theirs[i] * (5.5 + 1e-6) / 5.5, ours[i], 1e-14);
    }
}
