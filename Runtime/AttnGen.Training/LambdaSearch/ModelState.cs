using TorchSharp;
using TorchSharp.Modules;

namespace AttnGen.Training;

/// <summary>What short runs change in a model beside the parameters that they train: its buffers, and the weights that half precision rounds.</summary>
internal sealed class ModelState : IDisposable
{
    private readonly torch.nn.Module model;
    private readonly Dictionary<string, torch.Tensor> buffers;
    private readonly List<(Linear Layer, torch.Tensor Weight, torch.Tensor? Bias)> rounded = [];

    private ModelState(torch.nn.Module model)
    {
        this.model = model;
        buffers = model.named_buffers().ToDictionary(entry => entry.name, entry => Copy(entry.buffer, entry.buffer.device), StringComparer.Ordinal);
    }

    /// <summary>Keeps the state of a model as it is now.</summary>
    /// <param name="model">The model.</param>
    /// <param name="precision">That of the runs; weights are kept, in the host's memory, only where it rounds them.</param>
    public static ModelState Of(torch.nn.Module model, Precision precision)
    {
        ModelState state = new(model);
        if (precision != Precision.Float32)
        {
            state.rounded.AddRange(model.modules().OfType<Linear>().Select(layer => (layer, Copy(layer.weight!, torch.CPU), layer.bias is { } bias ? Copy(bias, torch.CPU) : null)));
        }

        return state;
    }

    /// <summary>Puts back what differs in type or may differ in value.</summary>
    public void Restore()
    {
        using IDisposable _ = torch.no_grad();
        foreach ((string name, torch.Tensor buffer) in model.named_buffers())
        {
            // One of another shape is a table that grew with the texts; its module counts on it.
            if (buffers.TryGetValue(name, out torch.Tensor? before) && before.dtype == buffer.dtype && before.shape.AsSpan().SequenceEqual(buffer.shape))
            {
                buffer.copy_(before);
            }
        }

        foreach ((Linear layer, torch.Tensor weight, torch.Tensor? bias) in rounded)
        {
            if (layer.weight!.dtype != weight.dtype)
            {
                layer.weight = Parameter(weight, layer.weight);
            }

            if (bias is not null && layer.bias!.dtype != bias.dtype)
            {
                layer.bias = Parameter(bias, layer.bias);
            }
        }
    }

    /// <summary>Puts all back a last time, also where a run was refused before it began, and frees the copies.</summary>
    public void Dispose()
    {
        Restore();
        foreach (torch.Tensor copy in rounded.SelectMany(each => new[] { each.Weight, each.Bias }).OfType<torch.Tensor>().Concat(buffers.Values))
        {
            copy.Dispose();
        }
    }

    private static torch.Tensor Copy(torch.Tensor tensor, torch.Device device)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return tensor.detach().to(device, copy: true).DetachFromDisposeScope();
    }

    private static Parameter Parameter(torch.Tensor before, Parameter now)
    {
        Parameter parameter = new(before.to(now.device, copy: true), now.requires_grad);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
