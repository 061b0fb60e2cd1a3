using System.Runtime.InteropServices;
using AttnGen.Products;
using static TorchSharp.torch;

namespace AttnGen.Tests.Products;

/// <summary>What is read off the processor, against what others say of it.</summary>
public sealed class BFloat16ProcessorTests
{
    private const string Information = "/proc/cpuinfo";

    [Fact]
    public void Its_instructions_are_those_that_the_system_lists()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            Assert.Null(BFloat16Processor.HasInstructions);
        }
        else if (File.Exists(Information))
        {
            var flags = File.ReadLines(Information).First(line => line.StartsWith("flags", StringComparison.Ordinal)).Split(' ');
            Assert.Equal(flags.Contains("avx512_bf16") || flags.Contains("amx_bf16"), BFloat16Processor.HasInstructions);
        }
    }

    [Fact]
    public void OneDnn_computes_with_it_where_it_is_said_to()
    {
        using var scope = NewDisposeScope();
        var (input, weight) = (randn(32, 48).bfloat16(), randn(64, 48).bfloat16());
        Assert.Equal(OneDnnLinear.Instance.Serves(ScalarType.BFloat16), Record.Exception(() => OneDnnLinear.Instance.Product(input, weight, null)) is null);
    }
}
