using TorchSharp;
using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>Holds a module of a type that stands for itself.</summary>
/// <typeparam name="TBody">The module.</typeparam>
[TunableModule]
public sealed partial class ToyShell<TBody> : nn.Module<Tensor, Tensor>
    where TBody : nn.Module<Tensor, Tensor>
{
#pragma warning disable ATG0114 // what it is for
    private readonly TBody body;
#pragma warning restore ATG0114

    public ToyShell(TBody body)
        : base("ToyShell")
    {
        this.body = body;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => body.call(input);
}
