using System.Text.Json;
using AttnGen.Mapping;
using AttnGen.Products;
using AttnGen.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen;

/// <summary>
/// A session's state as one safetensors file, so that it is written whole or not at all: parameters, moments and accumulated gradients by path, the buffers of the heads, the default
/// generator's state, and <see cref="RunStateDocument"/> as JSON in the metadata.
/// </summary>
internal static class RunStateFile
{
    private const string Format = "attngen-run-state";
    private const string Version = "1";
    private const string RandomState = "random_state";
    private const string Gradient = "gradient/";

    public static void Save(TuningSession session, string path, string? sampler)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        // Each is asked: that takes over what a pass put elsewhere.
        var withGradients = session.Segments.Count(segment => segment.HasGradients()) > 0;
        var tensors = Tensors(session, withGradients).Select(entry => KeyValuePair.Create(entry.Name, entry.Value)).ToList();
        tensors.Add(KeyValuePair.Create(RandomState, random.get_rng_state()));
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string>
        {
            ["format"] = Format,
            ["version"] = Version,
            ["state"] = RunStateDocument.Of(session, sampler).ToJson(),
        });
    }

    /// <summary>What the description says; the tensors stay unread.</summary>
    public static RunState Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var document = Document(file, path);
        return new RunState(document.Step, document.Sampler);
    }

    public static RunState Load(TuningSession session, string path)
    {
        using var file = SafetensorsFile.Open(path);
        var document = Document(file, path);
        var expected = new Dictionary<string, (ScalarType Type, long[] Shape)>(StringComparer.Ordinal);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var tensors = Tensors(session, file.Entries.Any(entry => entry.Name.StartsWith(Gradient, StringComparison.Ordinal))).ToList();
        foreach (var (name, value) in tensors)
        {
            expected.Add(name, (value.dtype, value.shape));
        }

        var now = random.get_rng_state();
        expected.Add(RandomState, (now.dtype, now.shape));

        var products = UsedProducts.Any(session.Model, session.Plan) ? document.Products : [];
        var differences = document.DifferencesFrom(RunStateDocument.Of(session, null)).Concat(Differences(session, products)).Concat(Differences(file, expected)).ToList();
        if (differences.Count > 0)
        {
            throw new RunStateException($"'{path}' is not a state of this session; nothing was changed. What differs:{MapValidation.Lines(differences)}");
        }

        MeasuredProduct[] chosen = [.. products.Select(product => product.Here()!)];
        FrozenProducts.Adopt(chosen.Where(product => product.Layout is null));
        session.Copies.Put(session.Model, chosen);
        foreach (var segment in session.Segments)
        {
            segment.CollectGradients();
            segment.ZeroGradients();
        }

        foreach (var (name, value) in tensors)
        {
            file.ReadInto(name, value);
        }

        foreach (var segment in session.Segments)
        {
            segment.ShowMaster();
            using Scalar step = document.Step;
            segment.Buffers.Step.fill_(step);
        }

        random.set_rng_state(file.ReadTensor(RandomState));
        session.StepCount = document.Step;
        return new RunState(document.Step, document.Sampler);
    }

    /// <param name="session">The session.</param>
    /// <param name="withGradients">Whether the state is one between a backward pass and its step.</param>
    private static IEnumerable<(string Name, Tensor Value)> Tensors(TuningSession session, bool withGradients)
    {
        foreach (var segment in session.Segments)
        {
            foreach (var slice in segment.Slices)
            {
                yield return ($"parameter/{slice.Tuned.Path}", FlatSegment.View(segment.Buffers.Parameters, slice));
                yield return ($"first_moment/{slice.Tuned.Path}", FlatSegment.View(segment.Buffers.FirstMoment, slice));
                yield return ($"second_moment/{slice.Tuned.Path}", FlatSegment.View(segment.Buffers.SecondMoment, slice));
                if (withGradients)
                {
                    yield return (Gradient + slice.Tuned.Path, FlatSegment.View(segment.Buffers.Gradients, slice));
                }
            }
        }

        foreach (var (path, value) in session.Plan.Map.HeadBuffers)
        {
            yield return ($"buffer/{path}", value);
        }
    }

    private static RunStateDocument Document(SafetensorsFile file, string path)
    {
        var isState = file.Metadata.TryGetValue("format", out var format) && format == Format;
        if (!isState || !file.Metadata.TryGetValue("state", out var json))
        {
            throw new RunStateException($"'{path}' is a safetensors file, but no run state.");
        }

        if (file.Metadata.GetValueOrDefault("version") is var version && version != Version)
        {
            throw new RunStateException($"'{path}' is a run state of version '{version}'; this AttnGen reads version {Version}.");
        }

        try
        {
            return RunStateDocument.Parse(json) ?? throw new RunStateException($"'{path}' has an empty description.");
        }
        catch (JsonException problem)
        {
            throw new RunStateException($"'{path}' has a damaged description: {problem.Message}", problem);
        }
    }

    /// <summary>The kernels that this process does not have, or must not use, and copies that the session may not have.</summary>
    private static IEnumerable<string> Differences(TuningSession session, IReadOnlyList<RunStateProduct> products)
    {
        var copies = WeightCopies.BytesOf(session.Model, [.. products.Select(product => product.Here()).OfType<MeasuredProduct>()]);
        if (copies > session.Options.MaxWeightCopyBytes)
        {
            yield return FormattableString.Invariant($"products: the state has copies of its frozen weights, which take {copies} bytes, and {nameof(TuningOptions.MaxWeightCopyBytes)} is {session.Options.MaxWeightCopyBytes}");
        }

        foreach (var product in products)
        {
            if (product.Here() is not { } here)
            {
                yield return $"products: the state has {product}, which this machine does not have";
            }
            else if (FrozenProducts.Excludes(here))
            {
                yield return $"products: the state has {product}, and FrozenProducts.Kernel is {FrozenProducts.Kernel}";
            }
        }
    }

    private static IEnumerable<string> Differences(SafetensorsFile file, Dictionary<string, (ScalarType Type, long[] Shape)> expected)
    {
        foreach (var entry in file.Entries)
        {
            if (!expected.TryGetValue(entry.Name, out var wanted))
            {
                yield return $"{entry.Name}: the session has no such tensor";
            }
            else if (entry.Type.Scalar != wanted.Type || !entry.Shape.SequenceEqual(wanted.Shape))
            {
                yield return $"{entry.Name}: the state has {entry.Type.Scalar} [{string.Join(", ", entry.Shape)}], the session {wanted.Type} [{string.Join(", ", wanted.Shape)}]";
            }
        }

        foreach (var name in expected.Keys.Where(name => !file.Contains(name)))
        {
            yield return $"{name}: the state has no such tensor";
        }
    }
}
