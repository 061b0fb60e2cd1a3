using AttnGen.Adapters;
using AttnGen.CompilerServices;
using AttnGen.Products;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AttnGen.Tests.Products;

/// <summary>Query, key and value as one operation, by every mixture of frozen and adapted projections, against the formula in fp64.</summary>
public sealed class ProjectionNodeTests
{
    /// <summary>The weights of the narrow ones are below what a kernel is chosen for, and of the wide ones above; those may have a session's copies.</summary>
    [Theory]
    [InlineData(20, false)]
    [InlineData(130, false)]
    [InlineData(130, true)]
    public void Outputs_and_gradients_equal_the_formula(int narrowest, bool hasCopies)
    {
        var seed = Environment.TickCount & 0xffff;
        using var kernels = new KernelChoice(ProductKernel.OneDnn);
        var random = new Random(seed);
        for (var round = 0; round < 40; round++)
        {
            using var scope = NewDisposeScope();
            manual_seed(seed + round);
            var width = random.Next(1, 3) * narrowest;
            var dropout = random.Next(2) * 0.3;
            var roles = Enumerable.Range(0, 3).Select(_ => new Role(width, narrowest + (random.Next(2) * 20), random.Next(3) * 4, dropout)).ToArray();
            using var copies = new WeightCopies();
            if (hasCopies)
            {
                var model = nn.Sequential(roles.Select((role, i) => ($"{i}", (nn.Module<Tensor, Tensor>)role.Linear)));
                copies.Put(model, FrozenProducts.Of(model));
            }

            var query = Input(random, width);
            var keyValue = random.Next(2) == 0 ? query : Input(random, width);
            manual_seed(round);
            var (q, k, v) = ProjectionSlot.Project(roles[0].Slot, roles[0].Linear, roles[1].Slot, roles[1].Linear, roles[2].Slot, roles[2].Linear, query, keyValue, training: true);
            manual_seed(round);
            int[] drawn = ReferenceEquals(query, keyValue) ? [0, 1, 2] : [1, 2, 0];
            foreach (var i in drawn)
            {
                roles[i].DrawMask(i == 0 ? query : keyValue);
            }

            manual_seed(seed - round);
            Tensor[] outputs = [q, k, v];
            Tensor[] upstream = [.. outputs.Select(output => randn(output.shape))];
            var recorded = outputs.Zip(upstream).Where(pair => pair.First.requires_grad).ToArray();
            if (recorded.Length > 0)
            {
                autograd.backward([.. recorded.Select(pair => pair.First)], [.. recorded.Select(pair => pair.Second)]);
            }

            var what = $"round {round}, seed {seed}";
            Assert.All(roles, role => Assert.Equal(hasCopies, WeightCopies.Of(role.Linear.weight) is not null));
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
    public void Dropout_is_off_in_evaluation_and_new_in_each_call_of_training()
    {
        using var scope = NewDisposeScope();
        var role = new Role(128, 128, 4, dropout: 0.5);
        var (frozen, input) = (new ProjectionSlot(), randn(2, 3, 128));
        var still = Query(false);
        Assert.True(still.allclose(role.Slot.Apply(role.Linear, input, training: false), 1e-4, 1e-4));
        var (one, other) = (Query(true), Query(true));
        Assert.False(still.allclose(one, 1e-4, 1e-4));
        Assert.False(other.allclose(one, 1e-4, 1e-4));

        // By itself, as a layer without Project applies it, the adapter drops the same.
        manual_seed(3);
        var together = Query(true);
        manual_seed(3);
        Assert.True(together.allclose(role.Slot.Apply(role.Linear, input, training: true), 1e-4, 1e-4));

        Tensor Query(bool training) => ProjectionSlot.Project(role.Slot, role.Linear, frozen, role.Linear, frozen, role.Linear, input, input, training).Query;
    }

    [Fact]
    public void The_standard_kernel_has_second_derivatives()
    {
        using var scope = NewDisposeScope();
        using var kernels = new KernelChoice(ProductKernel.Standard);
        var role = new Role(128, 128, 4);
        var (frozen, input) = (new ProjectionSlot(), randn(2, 3, 128).requires_grad_());
        var output = ProjectionSlot.Project(role.Slot, role.Linear, frozen, role.Linear, frozen, role.Linear, input, input, training: true).Query;
        var gradient = autograd.grad([output.pow(2).sum()], [input], retain_graph: true, create_graph: true)[0];
        var down = role.Slot.Adapter!.Parameters[0].Parameter;
        Assert.NotEqual(0, autograd.grad([gradient.pow(2).sum()], [down])[0].abs().max().item<float>());
    }

    [Fact]
    public void Half_precision_projections_have_gradients_of_their_adapters_in_single_precision()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var role = new Role(256, 128, 8, dropout: 0.2, ScalarType.BFloat16);
        var frozen = new ProjectionSlot();
        var input = randn(2, 9, 256).to(ScalarType.BFloat16).requires_grad_();
        manual_seed(5);
        role.DrawMask(input);
        manual_seed(5);
        var output = ProjectionSlot.Project(role.Slot, role.Linear, frozen, role.Linear, frozen, role.Linear, input, input, training: true).Query;
        var upstream = randn(output.shape);
        output.backward([upstream.to(ScalarType.BFloat16)]);
        Assert.Equal((ScalarType.BFloat16, ScalarType.BFloat16), (output.dtype, input.grad!.dtype));
        Assert.All(role.Slot.Adapter!.Parameters, parameter => Assert.Equal(ScalarType.Float32, parameter.Parameter.grad!.dtype));
        role.Check(input, output, upstream, "bfloat16", 2e-2);
    }

    /// <summary>A scale of 2/3 is none in single precision.</summary>
    [Fact]
    public void Double_precision_projections_are_scaled_in_double_precision()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var role = new Role(20, 24, 3, type: ScalarType.Float64);
        var frozen = new ProjectionSlot();
        var input = randn(2, 5, 20, dtype: ScalarType.Float64).requires_grad_();
        var output = ProjectionSlot.Project(role.Slot, role.Linear, frozen, role.Linear, frozen, role.Linear, input, input, training: true).Query;
        var upstream = randn_like(output);
        output.backward([upstream]);
        role.Check(input, output, upstream, "float64", 1e-13);
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
        private Tensor? mask;

        public Role(int width, int features, int rank, double dropout = 0, ScalarType type = ScalarType.Float32)
        {
            Linear = nn.Linear(width, features, dtype: type);
            Linear.weight.requires_grad = Linear.bias!.requires_grad = false;
            if (rank > 0)
            {
                lora = new LoraTuning(rank, 2, dropout);
                Slot.Adapter = new LoraAdapter(lora, Linear.weight, [randn(rank, width) / Math.Sqrt(width), randn(features, rank)]);
                (a, b) = (Slot.Adapter.Parameters[0].Parameter.requires_grad_(), Slot.Adapter.Parameters[1].Parameter.requires_grad_());
            }
        }

        public Linear Linear { get; }

        public ProjectionSlot Slot { get; } = new();

        /// <summary>What the adapter's input is multiplied by, element by element, where the generator stands as it did for the projection.</summary>
        public void DrawMask(Tensor input)
        {
            if (lora is { Dropout: > 0 })
            {
                var drawn = DropoutMask.Draw(lora.Dropout);
                mask = Wide(drawn.Keep(ones_like(input))).mul(drawn.Factor).view(-1, input.shape[^1]);
            }
        }

        public void Check(Tensor input, Tensor output, Tensor upstream, string what, double bound = 1e-5)
        {
            var (x, g) = (Wide(input).reshape(-1, input.shape[^1]), Wide(upstream).reshape(-1, upstream.shape[^1]));
            var exact = x.matmul(Wide(Linear.weight).t()) + Wide(Linear.bias!);
            if (lora is not null)
            {
                x = mask is null ? x : x * mask;
                exact += lora.Scale * x.matmul(Wide(a!).t()).matmul(Wide(b!).t());
                Near(lora.Scale * Wide(b!).t().matmul(g.t()).matmul(x), a!.grad!, $"gradient of A, {what}", bound);
                Near(lora.Scale * g.t().matmul(x.matmul(Wide(a).t())), b!.grad!, $"gradient of B, {what}", bound);
            }

            Near(exact, output.reshape(-1, output.shape[^1]), $"output, {what}", bound);
            Assert.True(Linear.weight.grad is null && Linear.bias!.grad is null, what);
        }

        public Tensor Back(Tensor upstream)
        {
            var g = Wide(upstream).reshape(-1, upstream.shape[^1]);
            var back = g.matmul(Wide(Linear.weight));
            if (lora is null)
            {
                return back;
            }

            var low = lora.Scale * g.matmul(Wide(b!)).matmul(Wide(a!));
            return back + (mask is null ? low : low * mask);
        }
    }
}
