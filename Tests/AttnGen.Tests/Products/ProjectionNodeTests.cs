using AttnGen.Adapters;
using AttnGen.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Products;

/// <summary>Query, key and value as one operation, by every mixture of frozen and adapted projections, against the formula in fp64.</summary>
public sealed class ProjectionNodeTests
{
    [Theory]
    [InlineData(ProductKernel.Standard)]
    [InlineData(ProductKernel.OneDnn)]
    public void Outputs_and_gradients_equal_the_formula(ProductKernel kernel)
    {
        var seed = Environment.TickCount & 0xffff;
        using var kernels = new KernelChoice(kernel);
        var random = new Random(seed);
        for (var round = 0; round < 24; round++)
        {
            using var scope = NewDisposeScope();
            manual_seed(seed + round);
            var width = random.Next(1, 3) * 130;
            var roles = Enumerable.Range(0, 3).Select(_ => new Role(width, random.Next(2) == 0 ? 128 : 150, random.Next(3) * 4)).ToArray();
            var query = Input(random, width);
            var keyValue = random.Next(2) == 0 ? query : Input(random, width);
            var (q, k, v) = ProjectionSlot.Project(roles[0].Slot, roles[0].Linear, roles[1].Slot, roles[1].Linear, roles[2].Slot, roles[2].Linear, query, keyValue, training: true);
            Tensor[] outputs = [q, k, v];
            Tensor[] upstream = [.. outputs.Select(output => randn(output.shape))];
            var recorded = outputs.Zip(upstream).Where(pair => pair.First.requires_grad).ToArray();
            if (recorded.Length > 0)
            {
                autograd.backward([.. recorded.Select(pair => pair.First)], [.. recorded.Select(pair => pair.Second)]);
            }

            var what = $"round {round}, seed {seed}";
            Tensor[] sources = [query, keyValue, keyValue];
            for (var i = 0; i < 3; i++)
            {
                roles[i].Check(sources[i], outputs[i], upstream[i], what);
            }

            foreach (var source in new[] { query, keyValue }.Distinct().Where(source => source.requires_grad))
            {
                var exact = Enumerable.Range(0, 3).Where(i => ReferenceEquals(sources[i], source)).Select(i => roles[i].Back(upstream[i])).Aggregate((sum, next) => sum + next);
                Near(exact, source.grad!.view(-1, width), $"gradient of the input, {what}");
            }
        }
    }

    [Fact]
    public void Dropout_of_an_adapter_goes_the_general_way_and_is_off_in_evaluation()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(128, 128);
        linear.weight.requires_grad = linear.bias!.requires_grad = false;
        var slot = new ProjectionSlot { Adapter = LoraAdapter.FromMatrices(new LoraTuning(4, 4, 0.5), rand(4, 128), rand(128, 4), linear.weight) };
        var empty = new ProjectionSlot();
        var input = randn(2, 3, 128);
        var still = ProjectionSlot.Project(slot, linear, empty, linear, empty, linear, input, input, training: false).Query;
        var dropped = ProjectionSlot.Project(slot, linear, empty, linear, empty, linear, input, input, training: true).Query;
        Assert.True(still.allclose(slot.Apply(linear, input, training: false), 1e-4, 1e-4));
        Assert.False(still.allclose(dropped, 1e-4, 1e-4));
        slot.Adapter.Dispose();
    }

    [Fact]
    public void Half_precision_projections_have_gradients_of_their_adapters_in_single_precision()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var role = new Role(256, 128, 8, ScalarType.BFloat16);
        var frozen = new ProjectionSlot();
        var input = randn(2, 9, 256).to(ScalarType.BFloat16).requires_grad_();
        var output = ProjectionSlot.Project(role.Slot, role.Linear, frozen, role.Linear, frozen, role.Linear, input, input, training: true).Query;
        var upstream = randn(output.shape);
        output.backward([upstream.to(ScalarType.BFloat16)]);
        Assert.Equal((ScalarType.BFloat16, ScalarType.BFloat16), (output.dtype, input.grad!.dtype));
        Assert.All(role.Slot.Adapter!.Parameters, parameter => Assert.Equal(ScalarType.Float32, parameter.Parameter.grad!.dtype));
        role.Check(input, output, upstream, "bfloat16", 2e-2);
    }

    private static Tensor Input(Random random, int width)
    {
        var input = randn(random.Next(1, 3), random.Next(1, 20), width);
        return random.Next(2) == 0 ? input.requires_grad_() : input;
    }

    private static Tensor Wide(Tensor tensor) => tensor.detach().to(ScalarType.Float64);

    private static void Near(Tensor exact, Tensor actual, string what, double bound = 1e-5)
    {
        var error = (exact - Wide(actual)).norm().item<double>() / exact.norm().item<double>();
        Assert.True(error < bound, $"{what}: relative error {error}");
    }

    /// <summary>A projection, with an adapter of the rank given or without one for 0.</summary>
    private sealed class Role
    {
        private readonly LoraTuning? lora;
        private readonly Tensor? a;
        private readonly Tensor? b;

        public Role(int width, int features, int rank, ScalarType type = ScalarType.Float32)
        {
            Linear = nn.Linear(width, features, dtype: type);
            Linear.weight.requires_grad = Linear.bias!.requires_grad = false;
            if (rank > 0)
            {
                lora = new LoraTuning(rank, 2);
                Slot.Adapter = LoraAdapter.FromMatrices(lora, randn(rank, width) / Math.Sqrt(width), randn(features, rank), Linear.weight);
                (a, b) = (Slot.Adapter.Parameters[0].Parameter.requires_grad_(), Slot.Adapter.Parameters[1].Parameter.requires_grad_());
            }
        }

        public Linear Linear { get; }

        public ProjectionSlot Slot { get; } = new();

        public void Check(Tensor input, Tensor output, Tensor upstream, string what, double bound = 1e-5)
        {
            var (x, g) = (Wide(input).reshape(-1, input.shape[^1]), Wide(upstream).reshape(-1, upstream.shape[^1]));
            var exact = x.matmul(Wide(Linear.weight).t()) + Wide(Linear.bias!);
            if (lora is not null)
            {
                exact += lora.Scale * x.matmul(Wide(a!).t()).matmul(Wide(b!).t());
                Near(lora.Scale * Wide(b!).t().matmul(g.t()).matmul(x), a!.grad!, $"gradient of A, {what}", bound);
                Near(lora.Scale * g.t().matmul(x.matmul(Wide(a).t())), b!.grad!, $"gradient of B, {what}", bound);
            }

            Near(exact, output.reshape(-1, output.shape[^1]), $"output, {what}", bound);
            Assert.True(Linear.weight.grad is null && Linear.bias!.grad is null, what);
        }

        public Tensor Back(Tensor upstream)
        {
            var weight = Wide(Linear.weight);
            return Wide(upstream).reshape(-1, upstream.shape[^1]).matmul(lora is null ? weight : weight + (lora.Scale * Wide(b!).matmul(Wide(a!))));
        }
    }
}
