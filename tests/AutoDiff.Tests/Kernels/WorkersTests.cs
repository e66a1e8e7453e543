using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using AutoDiff.Kernels;
using AutoDiff.Kernels.Matrices;
using Xunit;
using static AutoDiff.Ops;

namespace AutoDiff.Tests.Kernels;

/// <summary>The shared threads run every block once, whatever their number, and give failures back.</summary>
[Collection(nameof(Threading))]
public sealed class WorkersTests
{
    private struct Count(int[] visits) : IBlockAction
    {
        public readonly void Run(int block) => Interlocked.Increment(ref visits[block]);
    }

    private struct Nest(int[] visits) : IBlockAction
    {
        public readonly void Run(int block)
        {
            Count inner = new(visits);
            Workers.Run(ref inner, visits.Length);
        }
    }

    private struct Fail(int at) : IBlockAction
    {
        public readonly void Run(int block)
        {
            if (block == at)
                throw new InvalidOperationException($"block {block}");
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(5)]
    public void Every_block_runs_once(int threads) => With(threads, static () =>
    {
        foreach (int blocks in new[] { 0, 1, 2, 3, 100 })
        {
            for (int round = 0; round < 200; round++)
            {
                int[] visits = new int[blocks];
                Count count = new(visits);
                Workers.Run(ref count, blocks);
                Assert.All(visits, static visit => Assert.Equal(1, visit));
            }
        }
    });

    [Fact]
    public void Work_inside_work_runs_in_place() => With(3, static () =>
    {
        int[] visits = new int[20];
        Nest nest = new(visits);
        Workers.Run(ref nest, 10);
        Assert.All(visits, static visit => Assert.Equal(10, visit));
    });

    [Fact]
    public void Work_from_many_threads_is_done_by_each() => With(2, static () =>
        Parallel.For(0, 50, static _ =>
        {
            int[] visits = new int[30];
            Count count = new(visits);
            Workers.Run(ref count, 30);
            Assert.All(visits, static visit => Assert.Equal(1, visit));
        }));

    [Theory, InlineData(1), InlineData(4)]
    public void The_exception_of_a_block_reaches_the_caller_and_later_work_runs(int threads) => With(threads, () =>
    {
        for (int at = 0; at < 8; at++)
        {
            Fail fail = new(at);
            InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => Workers.Run(ref fail, 8));
            Assert.Equal($"block {at}", thrown.Message);
        }
        Every_block_runs_once(threads);
    });

    [Fact]
    public void Sharing_work_allocates_nothing() => With(2, static () =>
    {
        int[] visits = new int[64];
        Count count = new(visits);
        Assert.Equal(0, Allocated.Least(() => Workers.Run(ref count, visits.Length)));
    });

    [Fact]
    public void The_number_of_threads_starts_at_one_and_must_be_positive()
    {
        Assert.Equal(1, Threading.MaxThreads);
        ArgumentOutOfRangeException thrown = Assert.Throws<ArgumentOutOfRangeException>(static () => Threading.MaxThreads = 0);
        Assert.Contains("MaxThreads: too few threads: 0; need at least 1", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_has_the_same_bits_on_any_number_of_threads()
    {
        foreach ((int m, int n, int k) in new[] { (150, 430, 250), (1001, 133, 140), (1, 16500, 1000), (60, 700, 450), (200, 700, 511) })
        {
            foreach (int form in Enumerable.Range(0, 4))
            {
                ProductCase<float> product = ProductCase<float>.Bare(m, n, k, (form & 1) != 0, (form & 2) != 0, accumulate: true, gap: 1);
                float[] one = product.Run(VectorWidths.Widest<float>());
                float[] onePacked = product.RunPacked(VectorWidths.Widest<float>());
                float[] oneOntoRow = form == 0 ? product.RunOntoRow(VectorWidths.Widest<float>()) : [];
                With(3, () =>
                {
                    Assert.Equal(Bits(one), Bits(product.Run(VectorWidths.Widest<float>())));
                    Assert.Equal(Bits(onePacked), Bits(product.RunPacked(VectorWidths.Widest<float>())));
                    if (form == 0)
                        Assert.Equal(Bits(oneOntoRow), Bits(product.RunOntoRow(VectorWidths.Widest<float>())));
                });
            }
        }
    }

    // Arrays so long that every kind of kernel that is divided at all is divided here.
    [Fact]
    public void A_graph_of_long_arrays_has_the_same_bits_on_any_number_of_threads()
    {
        float[] one = [], more = [];
        With(1, () => one = LargeGraph());
        With(3, () => more = LargeGraph());
        Assert.Equal(Bits(one), Bits(more));
        Assert.All(one, static value => Assert.True(float.IsFinite(value)));
    }

    private static float[] LargeGraph()
    {
        const int Rows = 521, Columns = 640;
        float[] numbers = [.. Enumerable.Range(0, Rows * Columns).Select(static i => MathF.Sin(0.7f * i))];
        int[] targets = [.. Enumerable.Range(0, Rows).Select(static row => row * 7 % Columns)];
        using Tape<float> tape = new();
        Variable<float> x = tape.Variable(numbers, new Shape(Rows, Columns)), half = tape.Variable(0.5f);
        Variable<float> bent = Tanh(x * x) + (half * x), chosen = Where(tape.Constant(numbers, x.Shape), Clamp(bent, -0.4f, 0.4f), Sin(x));
        Variable<float> products = MatMul(Reshape(x, new Shape(10, 521, 64)), Reshape(bent, new Shape(10, 64, 521)));
        Variable<float> loss = Sum(SoftmaxCrossEntropy(bent, targets)) + Sum(Square(Softmax(chosen, 1))) + Sum(Square(LogSoftmax(x, 0))) + (1e-3f * Sum(LogSumExp(products, 2)));
        Variable<float>[] gradients = tape.Gradient(loss, [x, half]);
        return [loss.Item(), .. gradients[0].Values, .. gradients[1].Values];
    }

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];

    private static void With(int threads, Action test) => Threads.With(threads, test);
}
